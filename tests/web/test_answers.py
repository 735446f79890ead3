"""What every answer carries, and how a refusal reads, for people and for programs."""

from __future__ import annotations

import json

import pytest
from django.db.utils import OperationalError
from django.test import Client, RequestFactory
from prometheus_client import REGISTRY

from goodstanding.departments.models import Department, User
from goodstanding.rules.refusals import Conflict, Missing, Refused, Unusable
from goodstanding.rules.texts import Text
from goodstanding.web import health
from goodstanding.web.refusing import answer

pytestmark = pytest.mark.django_db
WHY = Text("文件为空。请重新导出。", "The file is empty. Export it again.")


def test_no_answer_allows_script_style_or_frame_from_elsewhere(client: Client) -> None:
    headers = client.get("/account/login/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("kind", [Refused, Unusable, Missing, Conflict])
def test_a_program_reads_a_problem_in_both_languages(kind: type[Refused]) -> None:
    response = answer(RequestFactory().get("/api/v1/x"), kind("FILE_EMPTY", WHY))
    assert response.status_code == kind.status
    assert response.headers["Content-Type"] == "application/problem+json"
    found = json.loads(response.content)
    assert (found["code"], found["status"], found["detail"], found["detail_en"]) == ("FILE_EMPTY", kind.status, WHY.zh, WHY.en)
    assert found["type"].endswith("FILE_EMPTY")
    assert found["title"] != found["title_en"]


def test_a_person_reads_a_page_in_the_own_language() -> None:
    request = RequestFactory().get("/x")
    request.user = User()
    page = answer(request, Refused("FILE_EMPTY", WHY))
    assert page.status_code == 422
    assert WHY.zh in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"


def test_an_unknown_address_is_a_page_in_the_own_language(client: Client) -> None:
    assert 'lang="zh-Hans"' in client.get("/account/no-such-page/").content.decode()
    english = client.get("/en/account/no-such-page/")
    assert english.status_code == 404
    assert 'lang="en"' in english.content.decode()


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_without_its_token_is_refused_in_words(market: Department) -> None:
    page = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x", "password": "y"})
    assert page.status_code == 403
    assert "govuk-template" in page.content.decode()


def test_alive_and_ready(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_not_ready_names_what_fails_and_stays_alive(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def cursor(self) -> None:
            raise OperationalError("the password is hunter2")

    assert client.get("/readyz").json() == {"status": "ready"}  # and from now on the migrations are known to be done
    monkeypatch.setattr(health, "connection", Gone())
    answered = client.get("/readyz")
    assert answered.status_code == 503
    assert answered.json() == {"status": "unready", "failing": ["database"]}
    assert client.get("/healthz").status_code == 200


def test_metrics_are_for_this_machine_and_for_auditors(client: Client, auditor: User, steward: User) -> None:
    client.get("/healthz")
    here = client.get("/metrics")
    assert here.status_code == 200
    assert b"goodstanding_request_seconds" in here.content
    for refused in ({"REMOTE_ADDR": "10.0.0.9"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.9"}):
        assert client.get("/metrics", **refused).status_code == 403
    client.force_login(steward)
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 403
    client.force_login(auditor)
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_measurement_names_the_route_and_never_the_address(client: Client) -> None:
    client.get("/account/password/reset/key/1-secret-key/")
    routes = {sample.labels["route"] for metric in REGISTRY.collect() for sample in metric.samples if "route" in sample.labels}
    assert not any("secret-key" in route for route in routes)
