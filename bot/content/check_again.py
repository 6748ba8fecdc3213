"""A check ("Is this happening now?") that is put once more, as it got no answer."""

from __future__ import annotations

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.parsed_message import latest_text
from bot.content.suicide_check import asks_why
from bot.content.triage_model import triage_reader
from bot.safety.escalation import CRISIS_CHECKS, Escalation

_MAKE_SURE_OF_SUICIDE = "utter_triage_make_sure_of_suicide"
_WHY_SUICIDE = "utter_triage_why_danger_of_suicide"
_TOLD = "utter_triage_told"


def is_put_again(utter_action: str, own: Escalation, check: Escalation) -> bool:
    """Whether a response is the check of before once more, and not one about the latest message."""
    return utter_action in CRISIS_CHECKS or (own.intent is None and utter_action == check.response)


def opening_of(check: Escalation, tracker: DialogueStateTracker) -> str | None:
    """The response that stands before it: why it is asked, or thanks; None: something else was
    answered just before."""
    if check.asks_about_suicide:
        asks = asks_why(triage_reader().said(latest_text(tracker)), triage_reader())
        return _WHY_SUICIDE if asks else _MAKE_SURE_OF_SUICIDE
    for event in reversed(tracker.events):
        if type(event) is UserUttered:
            break
        if type(event) is BotUttered:
            return None
    return _TOLD
