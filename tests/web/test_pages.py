"""How the demo page and the widget are served, and which websites may ask: without a browser."""

from __future__ import annotations

import gzip
import re

import httpx
import pytest

from tests.servers import Website

CALLS = {"care_team": "555-0100", "emergency": "911"}
STRANGER = "https://stranger.example"


@pytest.fixture
def web(assistant_address: str) -> httpx.Client:
    return httpx.Client(base_url=f"{assistant_address}/webhooks/web")


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "html"), ("/demo.css", "css"), ("/widget.js", "javascript")]
)
def test_pages_are_served_safely_and_cached_shortly(
    web: httpx.Client, path: str, kind: str
) -> None:
    page = web.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == f"text/{kind}; charset=utf-8"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "public, max-age=300"
    assert page.headers["content-encoding"] == "gzip"
    again = web.get(path, headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == page.headers["etag"]
    plain = web.get(path, headers={"Accept-Encoding": "identity"})
    assert plain.content == page.content
    head = web.head(path)
    assert (head.status_code, head.content) == (200, b"")


def test_the_demo_page_is_found_without_its_last_slash(web: httpx.Client) -> None:
    assert "<immunotherapy-assistant>" in web.get("").text


def test_the_demo_page_allows_nothing_of_others_and_no_frame(web: httpx.Client) -> None:
    policy = web.get("/").headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    page = web.get("/").text
    assert not re.search(r"https?://|style=|<style|\son\w+=", page)


def test_the_widget_may_be_embedded_anywhere_and_is_small(web: httpx.Client) -> None:
    widget = web.get("/widget.js")
    assert widget.headers["cross-origin-resource-policy"] == "cross-origin"
    assert len(gzip.compress(widget.content)) <= 27_000
    assert int(widget.headers["content-length"]) <= 27_000
    assert '"emergency":"911"' in widget.text[:400], "the numbers stand at the top"


ROUTES = [("POST", "/session"), ("DELETE", "/session"), ("POST", "/message"), ("GET", "/messages")]


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("origin", [STRANGER, "null", "http://127.0.0.1", "https://127.0.0.1:1"])
def test_a_foreign_website_is_refused(
    web: httpx.Client, method: str, path: str, origin: str
) -> None:
    for asked in (method, "OPTIONS"):
        answer = web.request(
            asked,
            path,
            headers={"Origin": origin, "Access-Control-Request-Method": method},
        )
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "foreign_origin"
        assert answer.json()["call"] == CALLS
        assert "access-control-allow-origin" not in answer.headers
    with_session = {"Authorization": f"Bearer {web.post('/session').json()['token']}"}
    answer = web.request(method, path, headers={"Origin": origin, **with_session})
    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_an_allowed_website_may_ask(
    web: httpx.Client, clinic_site: Website, method: str, path: str
) -> None:
    origin = {"Origin": clinic_site.address}
    asked = web.options(path, headers={**origin, "Access-Control-Request-Method": method})
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == clinic_site.address
    assert method in asked.headers["access-control-allow-methods"].split(", ")
    assert asked.headers["access-control-allow-headers"] == "authorization, content-type"
    assert asked.headers["vary"] == "Origin"
    answer = web.request(method, path, headers=origin)
    assert answer.status_code in (201, 401)
    assert answer.headers["access-control-allow-origin"] == clinic_site.address
    assert answer.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in answer.headers


def test_the_assistants_own_pages_may_ask(web: httpx.Client, assistant_address: str) -> None:
    assert web.post("/session", headers={"Origin": assistant_address}).status_code == 201
    behind_a_proxy = {"Origin": "https://chat.clinic.example", "Sec-Fetch-Site": "same-origin"}
    assert web.post("/session", headers=behind_a_proxy).status_code == 201
    assert web.post("/session").status_code == 201, "no browser at all"


def test_answers_are_kept_by_no_cache(web: httpx.Client) -> None:
    for answer in (web.post("/session"), web.get("/messages")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
