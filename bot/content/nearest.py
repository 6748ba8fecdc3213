"""The topics that stand as buttons below a refusal: what its words name, then what it is likeliest
about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content.context_files import context_knowledge
from bot.content.parsed_message import text_of
from bot.dialogue.reading import read_message

_MOST = 2


def nearest_topics(parse: Mapping[str, Any]) -> list[str]:
    """The topics nearest to a parsed message that is refused; at most two."""
    named = read_message(text_of(parse), context_knowledge()).near_topics
    return list(dict.fromkeys((*named, *(parse.get("also") or []))))[:_MOST]
