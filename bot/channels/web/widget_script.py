"""The widget as one script, with this clinic's settings in it.

It is written in several files, and there is no build step: they are put together here, with the
phone numbers at the top, so that the script shows them without a second request, whatever fails
later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import rjsmin

from bot.content.languages import language_words, text_in
from bot.content.red_flag_files import red_flag_knowledge
from bot.content.widget_words import PLAIN_NAME, read_urgent_words
from bot.safety.rules.quantities import fahrenheit as to_fahrenheit
from bot.settings.clinic import Clinic, read_yaml, widget_texts
from bot.settings.paths import RED_FLAG_DIR, WEB_DIR

# Settings first, the element last. Between them the order means nothing to the browser; alike parts
# are neighbours, so that gzip finds what repeats.
WIDGET_PARTS = (
    "settings.js",
    "elements.js",
    "cards.js",
    "messages.js",
    "words.js",
    "transcript.js",
    "server.js",
    "tools.js",
    "storage.js",
    "options.js",
    "composer.js",
    "panel.js",
    "alarm.js",
    "conversation.js",
    "log.js",
    "widget.js",
)
WIDGET_STYLES = ("frame.css", "conversation.css", "cards.css", "composer.css", "conditions.css")
_SYMPTOM_FILES = ("emergency.yml", "call_now.yml")


def urgent_words(clinic: Clinic) -> list[str]:
    """Words at which the widget tells a patient to call while nothing can be sent: the names of
    all red-flag symptoms, the widget's own list, and the clinic's. A star ends a beginning."""
    words = {*read_urgent_words(), *clinic.web.urgent_words, *_symptom_names()}
    return sorted(word.lower() for word in words if not _is_covered(word, words))


def _symptom_names() -> Iterator[str]:
    for file in _SYMPTOM_FILES:
        symptoms = read_yaml(RED_FLAG_DIR / file)
        assert isinstance(symptoms, list)
        for symptom in symptoms:
            yield from (name for name in symptom.get("names") or () if PLAIN_NAME.match(name))


def _is_covered(word: str, words: set[str]) -> bool:
    """Whether a shorter entry already finds every text that this one finds."""
    return any(other != word and _covers(other, word) for other in words)


def _covers(shorter: str, longer: str) -> bool:
    if longer.endswith("*") and not shorter.endswith("*"):
        return False
    end = "" if shorter.endswith("*") else r"\b"
    return bool(re.search(rf"\b{re.escape(shorter.rstrip('*'))}{end}", longer.rstrip("*")))


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
        "crisis_text": clinic.crisis.text,
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
        "fever": fever_ranges(clinic),
        "offline": offline_words(clinic),
    }


def fever_ranges(clinic: Clinic) -> list[list[float]]:
    """From where to where a bare number is a fever, in °C and in °F."""
    celsius, in_fahrenheit = red_flag_knowledge().temperatures.scales
    least = clinic.safety.fever_threshold_celsius
    return [[least, celsius.likely[1]], [to_fahrenheit(least), in_fahrenheit.likely[1]]]


def offline_words(clinic: Clinic) -> list[dict[str, Any]]:
    """Of each other language the words at which to call while nothing can be sent, and what is
    then said in it."""
    numbers = clinic.words()
    return [
        {
            "language": code,
            "words": list(language.offline_words),
            "text": text_in(language, "apology", numbers),
        }
        for code, language in language_words().items()
        if language.offline_words
    ]


def _as_javascript(value: object) -> str:
    """JSON that is safe inside a script, wherever it is put."""
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return compact.replace("<", "\\u003c")


def widget_script(clinic: Clinic, greeting: str) -> str:
    """The whole widget as one script."""
    return "\n".join(
        [
            '(() => {\n"use strict";',
            f"const CLINIC={_as_javascript(widget_settings(clinic, greeting))};",
            f"const STYLE={_as_javascript(_style())};",
            rjsmin.jsmin("".join(map(_read, WIDGET_PARTS))),
            "})();\n",
        ]
    )


def _style() -> str:
    """All style sheets as one, without comments and spaces that mean nothing."""
    style = re.sub(r"/\*.*?\*/", "", "".join(map(_read, WIDGET_STYLES)), flags=re.DOTALL)
    return re.sub(r"(?<=:)\s+", "", re.sub(r"\s*([{};,])\s*", r"\1", style).strip())


def _read(part: str) -> str:
    return (WEB_DIR / "widget" / part).read_text(encoding="utf-8")
