"""The web channel's pages: the demo page and the widget, with the headers that keep them safe."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.widget_script import widget_script
from bot.settings.clinic import Clinic, read_yaml
from bot.settings.paths import DOCS_DIR, WEB_DIR

_PLACEHOLDER = re.compile(r"(tel:)?\{\{(\w+)\}\}")
# The 0 of "+44 (0)20 ..." is dialled only inside the country.
_TRUNK_ZERO = re.compile(r"^((?:\+|00).*?)\(0\)")

# Nothing of another host, nothing inline, no frame around the page; the widget needs no more.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=300",
    "Vary": "Accept-Encoding",
}
PAGE_HEADERS = {**_HEADERS, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
# Other sites embed the widget, also those that allow only what says so itself, and as a module.
WIDGET_HEADERS = {
    **_HEADERS,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}


@dataclass(frozen=True)
class File:
    """A file as it is sent. ``tag`` changes when the content does."""

    content: bytes
    content_type: str
    headers: Mapping[str, str]

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'


def demo_page(clinic: Clinic) -> str:
    """The demo page, with the clinic's words in place of {{names}}."""
    words = clinic.words()
    page = (WEB_DIR / "index.html").read_text(encoding="utf-8")

    def fill_in(found: re.Match[str]) -> str:
        word = words[found[2]]
        return f"tel:{_dialled(word)}" if found[1] else html.escape(word)

    return _PLACEHOLDER.sub(fill_in, page)


def _dialled(phone: str) -> str:
    """A phone number as a link dials it."""
    return re.sub(r"[^\d+]", "", _TRUNK_ZERO.sub(r"\1", phone))


def add_pages(blueprint: Blueprint, clinic: Clinic, greeting: str) -> None:
    """Adds the demo page and the widget to the web channel."""
    text = "text/{}; charset=utf-8".format
    style = (WEB_DIR / "demo.css").read_bytes()
    files = {
        "/": File(demo_page(clinic).encode(), text("html"), PAGE_HEADERS),
        "/demo.css": File(style, text("css"), _HEADERS),
        "/widget.js": File(
            widget_script(clinic, greeting).encode(), text("javascript"), WIDGET_HEADERS
        ),
        "/openapi.json": File(_description(), "application/json", _HEADERS),
    }
    for path, file in files.items():
        _add_file(blueprint, path, file)


def _description() -> bytes:
    """docs/openapi.yml, for those who build a client."""
    return json.dumps(read_yaml(DOCS_DIR / "openapi.yml"), ensure_ascii=False).encode()


def _add_file(blueprint: Blueprint, path: str, file: File) -> None:
    compressed = gzip.compress(file.content, mtime=0)
    headers = {**file.headers, "ETag": file.tag}

    async def send(request: Request) -> HTTPResponse:
        if request.headers.get("if-none-match") == file.tag:
            return response.empty(status=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return response.raw(
                compressed,
                headers={**headers, "Content-Encoding": "gzip"},
                content_type=file.content_type,
            )
        return response.raw(file.content, headers=headers, content_type=file.content_type)

    send.__name__ = f"web_file_{re.sub(r'[^a-z]+', '_', path)}"
    blueprint.add_route(send, path, methods=["GET", "HEAD"])
