"""Evidence of 200 MB over a real connection: the sender finishes and reads the sentence, and nothing that was typed is lost."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.papers.limits import MEGABYTE
from goodstanding.papers.models import Paper
from tests.representing.making import body, person

BOUNDARY = "b0undary"


def field(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_200_megabytes_is_answered_with_a_sentence(live_server: Any) -> None:
    company, client, today = body(), Client(enforce_csrf_checks=True), timezone.localdate()
    client.force_login(person())
    path = f"/powers/ask/{company.uscc}"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(path).content.decode())
    assert token
    typed = {"csrfmiddlewaretoken": token[1], "starts_on": str(today), "ends_on": str(today + timedelta(days=9)), "words": "查询本单位信息"}
    head = b"".join(field(name, value) for name, value in typed.items())
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="letter"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'.encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()

    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(200):
            yield b"x" * MEGABYTE
        yield tail

    connection = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=120)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(len(head) + 200 * MEGABYTE + len(tail)),
        "Cookie": "; ".join(f"{name}={one.value}" for name, one in client.cookies.items()), "Referer": live_server.url + path,
    }  # fmt: skip
    connection.request("POST", path, body=pieces(), headers=headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert (answer.status, "单个文件不得超过 20 MB" in page) == (422, True)
    assert "查询本单位信息" in page
    assert not Paper.objects.exists()
