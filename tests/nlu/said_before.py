"""Conversations as the policies see them: what was said before the latest message."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.safety.escalation import Escalation

FEVER = Escalation("red_flag_check", findings=("fever",), understood="a fever")
CHEST = Escalation(
    "red_flag_check",
    findings=("chest_pain",),
    understood="chest pain",
    confirmed_intent="red_flag_emergency",
)
SUICIDE = Escalation(
    "red_flag_check",
    findings=("despair",),
    understood="thoughts of ending your life",
    confirmed_intent="red_flag_crisis",
)
CALL_NOW = Escalation("red_flag_call_now", True, ("fever",), "a fever")
EMERGENCY = Escalation("red_flag_emergency", True, ("chest_pain",), "chest pain")
CRISIS = Escalation("red_flag_crisis", True, ("self_harm",), "thoughts of ending your life")


def conversation(*messages: tuple[str, str, Escalation]) -> DialogueStateTracker:
    """Messages, each with its intent and what followed from its judgement."""
    events: list[Event] = []
    for text, intent, escalation in messages:
        events.append(said(text, intent, escalation))
        if escalation.is_check:
            events.append(asks(escalation))
    return DialogueStateTracker.from_events("one", events)


def asks(escalation: Escalation) -> BotUttered:
    """The check as it is asked."""
    metadata = {"kind": "check", "check": escalation.as_dict()}
    return BotUttered("Is this happening now?", metadata={"metadata": metadata})


def said(text: str, intent: str, escalation: Escalation) -> UserUttered:
    parse: dict[str, Any] = {
        "intent": {"name": intent},
        "text": text,
        "red_flag": escalation.as_dict(),
    }
    return UserUttered(text, parse_data=parse, intent={"name": intent})
