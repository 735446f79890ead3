"""Every address. Pages stand under the language (Chinese at /, English at /en/); programs' addresses do not."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from ninja import NinjaAPI

from goodstanding.checks.api import router as checks
from goodstanding.checks.oauth import router as oauth
from goodstanding.departments.metrics import metrics
from goodstanding.exchange.api import router as exchange
from goodstanding.intake.api import router as intake
from goodstanding.laws.api import router as laws
from goodstanding.lists.api import router as lists
from goodstanding.portal.api import router as portal
from goodstanding.portal.api_codes import router as codes
from goodstanding.publiclog.api import router as publiclog
from goodstanding.web.health import healthz, readyz
from goodstanding.web.refusing import answer_problems

api = NinjaAPI(
    title="goodstanding",
    version="1",
    urls_namespace="api",
    docs_url=None,
    description="法人和其他组织的公共信用信息：数据报送与公开查询。 / The public record of organisations: handing in and public queries.",
)
answer_problems(api)
api.add_router("", intake)
api.add_router("", portal)
api.add_router("", codes)
api.add_router("", publiclog)
api.add_router("", laws)
api.add_router("", lists)
api.add_router("", checks)
api.add_router("", oauth)
api.add_router("", exchange)

PARTS = (
    "desk", "ours", "representing", "objections", "repairs", "withdrawals", "notices", "publiclog", "laws", "lists", "measures", "checks",
    "exchange", "efficacy",
)  # fmt: skip

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("", include("goodstanding.publiclog.programs_urls")),
    path("ui/", include("goodstanding.ui.urls")),
    *i18n_patterns(
        path("account/", include("goodstanding.departments.urls")),
        *(path("", include(f"goodstanding.{part}.urls")) for part in PARTS),
        path("desk/", include("goodstanding.intake.urls")),
        path("desk/", include("goodstanding.organisations.urls")),
        path("", include("goodstanding.portal.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "goodstanding.ui.views.bad_request"
handler403 = "goodstanding.ui.views.forbidden"
handler404 = "goodstanding.ui.views.not_found"
handler500 = "goodstanding.ui.views.broken"
