"""What the web door shows: the demo page, and the widget with this clinic's settings in it.

The widget is served as one script. It is written in several files, and there is no build step: they
are put together here, with the phone numbers at the top, so that the script shows them without a
second request, whatever fails later.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.clinic import Clinic, read_yaml, widget_texts
from bot.paths import RED_FLAG_DIR, WEB_DIR

# In the order in which they need each other.
WIDGET_PARTS = (
    "settings.js",
    "elements.js",
    "storage.js",
    "door.js",
    "messages.js",
    "log.js",
    "composer.js",
    "options.js",
    "panel.js",
    "transcript.js",
    "conversation.js",
    "widget.js",
)
WIDGET_STYLES = ("frame.css", "conversation.css", "composer.css", "conditions.css")
_SYMPTOM_FILES = ("emergency.yml", "call_now.yml")
_PLAIN_NAME = re.compile(r"^[^\W\d_][\w' -]*\*?$")
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")

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
_PAGE_HEADERS = {**_HEADERS, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
# Other sites embed the widget, also those that allow only what says so itself.
_WIDGET_HEADERS = {**_HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True)
class File:
    """A file as it is sent. ``tag`` changes when the content does."""

    content: bytes
    content_type: str
    headers: Mapping[str, str]

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'


def urgent_words(clinic: Clinic, red_flag_dir: Path = RED_FLAG_DIR) -> list[str]:
    """Words at which the widget tells a patient to call while nothing can be sent: the names of
    all red-flag symptoms, the widget's own list, and the clinic's. A star ends a beginning."""
    own = read_yaml(WEB_DIR / "urgent_words.yml")
    assert isinstance(own, list)
    words = {*map(str, own), *clinic.web.urgent_words, *_symptom_names(red_flag_dir)}
    return sorted(word.lower() for word in words if not _is_covered(word, words))


def _symptom_names(red_flag_dir: Path) -> Iterator[str]:
    for file in _SYMPTOM_FILES:
        symptoms = read_yaml(red_flag_dir / file)
        assert isinstance(symptoms, list)
        for symptom in symptoms:
            yield from (name for name in symptom.get("names") or () if _PLAIN_NAME.match(name))


def _is_covered(word: str, words: set[str]) -> bool:
    """Whether a shorter entry already finds every text that this one finds."""
    return any(other != word and re.search(_as_pattern(other), word.rstrip("*")) for other in words)


def _as_pattern(word: str) -> str:
    return rf"\b{re.escape(word.rstrip('*'))}" + ("" if word.endswith("*") else r"\b")


def widget_settings(clinic: Clinic, greeting: str) -> dict[str, Any]:
    """What the widget is told about this clinic."""
    web = clinic.web
    return {
        "clinic": clinic.name,
        "phones": {
            "emergency": clinic.emergency.phone,
            "care_team": clinic.care_team.phone,
            "crisis": clinic.crisis.phone,
        },
        "crisis_name": clinic.crisis.name,
        "greeting": greeting,
        "suggestions": list(web.suggestions),
        "limit": web.max_message_characters,
        "hours": web.session_hours,
        "colours": web.colours.dict(),
        "theme": web.theme,
        "position": web.position,
        "language": web.language,
        "direction": web.direction,
        "texts": {
            **widget_texts(),
            **({"title": web.title} if web.title else {}),
            **web.texts,
        },
        "urgent_words": urgent_words(clinic),
    }


def _as_javascript(value: object) -> str:
    """JSON that is safe inside a script, wherever it is put."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def widget_script(clinic: Clinic, greeting: str) -> str:
    """The whole widget as one script."""
    return "\n".join(
        [
            '(() => {\n"use strict";',
            f"const CLINIC = {_as_javascript(widget_settings(clinic, greeting))};",
            f"const STYLE = {_as_javascript(''.join(_short(part) for part in WIDGET_STYLES))};",
            *map(_short, WIDGET_PARTS),
            "})();\n",
        ]
    )


def _short(part: str) -> str:
    """A part of the widget without its remarks (on lines of their own) and indentation."""
    text = (WEB_DIR / "widget" / part).read_text(encoding="utf-8")
    lines = map(
        str.strip, re.sub(r"^ */\*.*?\*/$", "", text, flags=re.DOTALL | re.MULTILINE).split("\n")
    )
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def demo_page(clinic: Clinic) -> str:
    """The demo page, with the clinic's words in place of {{names}}."""
    words = clinic.words()
    page = (WEB_DIR / "index.html").read_text(encoding="utf-8")
    return _PLACEHOLDER.sub(lambda found: html.escape(words[found[1]]), page)


def add_pages(door: Blueprint, clinic: Clinic, greeting: str) -> None:
    """Adds the demo page and the widget to the web door."""
    text = "text/{}; charset=utf-8".format
    style = (WEB_DIR / "demo.css").read_bytes()
    files = {
        "/": File(demo_page(clinic).encode(), text("html"), _PAGE_HEADERS),
        "/demo.css": File(style, text("css"), _HEADERS),
        "/widget.js": File(
            widget_script(clinic, greeting).encode(), text("javascript"), _WIDGET_HEADERS
        ),
    }
    for path, file in files.items():
        _add_file(door, path, file)


def _add_file(door: Blueprint, path: str, file: File) -> None:
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
    door.add_route(send, path, methods=["GET", "HEAD"])
