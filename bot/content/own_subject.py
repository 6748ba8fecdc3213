"""The subject that a message names itself, where the talk is about another one: "and itchy?" after
an answer about tiredness."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bot.content.parsed_message import text_of
from bot.content.triage import triage_knowledge
from bot.content.triage_model import triage_reader


def own_subject(parse: Mapping[str, Any], answered: Collection[str]) -> str | None:
    """The topic of the symptom that a message names; None: it names none but those that were just
    answered."""
    named = triage_reader().said(text_of(parse))
    symptoms = triage_knowledge().symptoms
    topics = (symptoms[name].topic for name in named.reported if name in symptoms)
    return next((topic for topic in topics if topic not in answered), None)
