"""Fault 18: requests that nobody would send, made from the description of our routes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from bot.settings.paths import DOCS_DIR
from tests.faults.assistant import CALLS, Server

FILE: Path = DOCS_DIR / "openapi.yml"
schema = schemathesis.openapi.from_path(str(FILE))
# `ready` says 503 by design while a part is away; here the action server is.
CHECKS = [not_a_server_error, response_schema_conformance]
NEVER_5XX = schema.exclude(path="/health/ready")


def test_it_is_served_as_it_is_written(shared: Server) -> None:
    served = httpx.get(f"{shared.address}/webhooks/web/openapi.json", timeout=60)
    assert served.headers["content-type"] == "application/json"
    assert served.json() == yaml.safe_load(FILE.read_text("utf-8"))


@NEVER_5XX.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_no_request_makes_an_error_of_the_server(
    case: schemathesis.Case[Any], shared: Server
) -> None:
    token = httpx.post(f"{shared.address}/webhooks/web/session", timeout=60).json()["token"]
    for headers in ({"Authorization": f"Bearer {token}"}, {}):
        answer = case.call(base_url=shared.address, headers=headers, timeout=60)
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            assert answer.json()["call"] == CALLS


@pytest.mark.parametrize("path", yaml.safe_load(FILE.read_text("utf-8"))["paths"])
def test_no_method_makes_an_error_of_the_server(shared: Server, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"):
        answer = httpx.request(method, shared.address + path, timeout=60)
        assert answer.status_code < 500 or path == "/health/ready"
    assert shared.get("/health/live") == 200
