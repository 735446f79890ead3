"""https means it: the receiver's certificate has to be good for the name, although the call goes to an address."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from goodstanding.exchange import posting

NAME = "oa.example.cn"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of that name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = timezone.now()
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    file = tmp_path / "certificate.pem"
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(pem))
    return file


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """A receiver that speaks TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_certificate_of_the_name_by_somebody_trusted(certificate: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real, default = socket.getaddrinfo, ssl.create_default_context

    def here(host: str, *args: Any, **more: Any) -> Any:
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))] if host.endswith("example.cn") else real(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    assert posting.post(f"https://{NAME}:{port}/", b"{}", {}).fault == "tls"  # nobody we trust has signed it
    monkeypatch.setattr(ssl, "create_default_context", lambda: default(cafile=str(certificate)))
    assert posting.post(f"https://{NAME}:{port}/", b"{}", {}) == posting.Said(204, "")
    assert posting.post(f"https://other.example.cn:{port}/", b"{}", {}).fault == "tls"  # another's name
