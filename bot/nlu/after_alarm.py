"""What a remark under an alarm does: "no fever", "it's gone now" leave it as it is."""

from __future__ import annotations

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.triage_model import triage_reader
from bot.nlu.fallback import OFFER_INTENT
from bot.nlu.labels import OUT_OF_SCOPE_INTENT
from bot.safety.escalation import RED_FLAG, Escalation

# What is understood with less than this says nothing about what a remark means.
_CLEAR_TOPIC_FROM = 0.6
_UNCLEAR = frozenset({OUT_OF_SCOPE_INTENT, OFFER_INTENT, "deny"})
_QUESTIONS = frozenset({"question", "check"})
# These words of the patient need no answer about the call.
_ANSWERED_KINDLY = frozenset(
    {"greet", "goodbye", "thanks", "help", "bot_challenge", "talk_to_nurse", "afraid",
     "frustrated", "apologize", "stop_talking", "ask_privacy", "ask_readers", "ask_maker",
     "delete_data", "other_language", "care_team_only", "two_topics", "none_of_these", "affirm"}
)  # fmt: skip


def changes_nothing(tracker: DialogueStateTracker) -> bool:
    """Whether the latest message is a remark that leaves the alarm before it as it is: denials,
    "it's gone now", or what nobody understands. What reports something, asks clearly, or answers
    an open question is no such remark."""
    message = tracker.latest_message
    if message is None or _is_asked(tracker):
        return False
    parse = message.parse_data or {}
    intent = parse.get("intent") or {}
    if Escalation.from_dict(parse.get(RED_FLAG)).intent is not None:
        return False
    said = triage_reader().said(str(message.text or ""))
    if said.happening or intent.get("name") in _ANSWERED_KINDLY:
        return False
    if said.asks:
        return intent.get("name") in _UNCLEAR
    denies = bool(said.denied or said.over or said.signs_denied or said.well)
    is_clear = float(intent.get("confidence") or 0) >= _CLEAR_TOPIC_FROM
    return denies or intent.get("name") in _UNCLEAR or not is_clear


def _is_asked(tracker: DialogueStateTracker) -> bool:
    """Whether the reply before the latest message asked something."""
    messages = 0
    for event in reversed(list(tracker.events)):
        messages += isinstance(event, UserUttered)
        if messages and isinstance(event, BotUttered):
            said = (event.metadata or {}).get("metadata") or {}
            return said.get("kind") in _QUESTIONS
    return False
