"""The one settings file. What differs from place to place comes from the environment (``env.py``); the rest is the same everywhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from goodstanding import env, logs

HERE = Path(__file__).resolve().parent
DATA_DIR = env.data_dir()
WATCH_DIR = env.existing_folder("WATCH_DIR")  # departments' files arrive in WATCH_DIR/<department code>/<kind>
SECRET_KEY = env.kept_secret("SECRET_KEY", DATA_DIR)
DEBUG = env.flag("DEBUG")
FIELD_KEY = env.kept_secret("FIELD_KEY", DATA_DIR)  # seals official fields; without it a copy of the database tells no name
DEMO_DIR = DATA_DIR / "demo"  # the synthetic city, where there is one
DEMO = env.flag("DEMO", default=DEMO_DIR.is_dir())  # nothing in it is real; its sign-ins are printed
_overlays = (DEMO_DIR / "catalogue",) if DEMO else (DATA_DIR / "catalogue",)
# A city's own fields and values, laid over the catalogue
CITY_CATALOGUE = env.existing_folder("CITY_CATALOGUE") or next((folder for folder in _overlays if folder.is_dir()), None)
OBJECTION_PROFILE = env.text("OBJECTION_PROFILE", "strict")  # whose clocks objections run by: a profile of catalogue/terms.toml
RETENTION_PROFILE = env.text("RETENTION_PROFILE", "strict")  # how long records can be looked up: likewise
INTAKE_SETTLE_SECONDS = env.number("INTAKE_SETTLE_SECONDS", 10, least=0, most=3600)  # a watched file that rests so long is whole
CENTRE = {  # who runs this site, as its pages say
    "name": env.text("CENTRE_NAME", "临澜市信用信息中心" if DEMO else "信用信息中心"),
    "name_en": env.text("CENTRE_NAME_EN", "Linlan Credit Information Centre" if DEMO else "Credit Information Centre"),
    "telephone": env.text("CENTRE_TELEPHONE"),
    "email": env.text("CENTRE_EMAIL"),
    "address": env.text("CENTRE_ADDRESS"),
}

# ---------------------------------------------------------------- where it is reached
BIND, PORT = env.listening()
PUBLIC_URL = env.text("PUBLIC_URL", f"http://localhost:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise env.nonsense(
        "PUBLIC_URL", "请填写完整网址，例如 https://credit.example.cn。", "write a whole address such as https://credit.example.cn."
    )
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), _public.hostname, *LOCAL_HOSTS]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = _public.scheme == "https"

# ---------------------------------------------------------------- parts
INSTALLED_APPS = [
    "goodstanding.ours",
    "goodstanding.portal",
    "goodstanding.desk",
    "goodstanding.objections",
    "goodstanding.repairs",
    "goodstanding.withdrawals",
    "goodstanding.intake",
    "goodstanding.measures",
    "goodstanding.checks",
    "goodstanding.exchange",
    "goodstanding.efficacy",
    "goodstanding.lists",
    "goodstanding.laws",
    "goodstanding.publiclog",
    "goodstanding.records",
    "goodstanding.representing",
    "goodstanding.organisations",
    "goodstanding.notices",
    "goodstanding.papers",
    "goodstanding.clocks",
    "goodstanding.departments",
    "goodstanding.ledger",
    "goodstanding.ui",
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "goodstanding.web.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goodstanding.web.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goodstanding.departments.standing.Acting",
    "goodstanding.departments.second_factor.SecondFactor",
    "goodstanding.web.refusing.Refusing",
]
ROOT_URLCONF = "goodstanding.urls"
WSGI_APPLICATION = "goodstanding.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goodstanding.ui.context.page",
                "goodstanding.notices.context.notices",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---------------------------------------------------------------- data
DATABASES = {"default": dict(env.database("DATABASE_URL", DATA_DIR))}
EMBEDDED = not env.secret("DATABASE_URL")  # our own PostgreSQL, started by whoever needs it first
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
WEB_WORKERS = env.number("WEB_WORKERS", 2, least=1, most=64)
CHECKS_PER_MINUTE = env.number("CHECKS_PER_MINUTE", 6_000, least=1, most=100_000_000)  # codes one program may ask in a minute
JOB_WORKERS = env.number("JOB_WORKERS", 1, least=1, most=64)
WORKER_STALLED_AFTER = 30  # seconds without a heartbeat after which a worker's job is given to another

# ---------------------------------------------------------------- what people hand in
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MB", 2048, least=1, most=1_000_000) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Nothing is ever written to a temporary file in the clear: intake seals what it takes (intake.uploading), other pages take no files.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 40  # a form takes ten and says so (papers.uploading); beyond this nobody means well
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Office systems whose pages may show our check form in a frame, such as https://oa.example.cn; nobody by default
CHECK_FRAME_ANCESTORS = env.origins("CHECK_FRAME_ANCESTORS")

# ---------------------------------------------------------------- languages and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# ---------------------------------------------------------------- assets
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # straight from the packages: nothing is collected, nothing can be stale
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 600

# ---------------------------------------------------------------- who somebody is
AUTH_USER_MODEL = "departments.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username"]}},
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # no session for a visitor, so his pages may be cached
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "goodstanding.notices.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_FORMS = {"signup": "goodstanding.departments.signing_up.SignUpForm", "reset_password": "goodstanding.notices.accounts.ResetForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # for accounts somebody made himself: departments.signing_up.ProvingAddress
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60  # as the page and the mail say
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is told by mail whether an address is known
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user",
    "signup": "5/m/ip,30/h/ip", "confirm_email": "1/10s/key,6/h/key",
}  # fmt: skip
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "goodstanding"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account's address comes from the administrator, not from the person
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_REQUIRED = env.flag("MFA_REQUIRED", default=not DEMO)  # for clerks and administrators
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1 if HTTPS else 0, least=0, most=5)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# ---------------------------------------------------------------- the browser's side
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "goodstanding.ui.views.csrf_failed"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]  # asked for from the machine itself, in plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # subdomains of a city's domain are not ours to bind
    "security.W021",  # as above: preloading
]

# ---------------------------------------------------------------- mail, logs
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", CENTRE["email"] or f"no-reply@{_public.hostname}")
LOG_JSON = env.flag("LOG_JSON", default=not DEMO)
LOGGING_CONFIG = None
logs.configure(as_json=LOG_JSON, level=env.text("LOG_LEVEL", "INFO"))
