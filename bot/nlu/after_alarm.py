"""What a remark under an alarm does: "no fever", "it's gone now" leave it as it is."""

from __future__ import annotations

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.triage_model import triage_reader
from bot.nlu.fallback import OFFER_INTENT
from bot.nlu.labels import CARE_TEAM_ONLY, OUT_OF_SCOPE_INTENT
from bot.nlu.triage_policy import is_raised
from bot.safety.escalation import RED_FLAG, Escalation

# What is understood with less than this says nothing about what a remark means.
_CLEAR_TOPIC_FROM = 0.6
_CLEAR_SMALL_TALK_FROM = 0.7
_UNCLEAR = frozenset({OUT_OF_SCOPE_INTENT, OFFER_INTENT, "deny"})
_QUESTIONS = frozenset({"question", "check"})
# These words of the patient need no answer about the call.
_ANSWERED_KINDLY = frozenset(
    {"greet", "goodbye", "thanks", "help", "bot_challenge", "talk_to_nurse", "afraid",
     "frustrated", "apologize", "stop_talking", "ask_privacy", "ask_readers", "ask_maker",
     "delete_data", "ask_how_to_call", "other_language", "two_topics", "none_of_these", "affirm"}
)  # fmt: skip


def changes_nothing(tracker: DialogueStateTracker) -> bool:
    """Whether the latest message is a remark that leaves the alarm before it as it is: denials,
    "it's gone now", or what nobody understands. What reports something, adds a fact that is red,
    asks clearly, or answers an open question is no such remark."""
    message = tracker.latest_message
    if message is None or _is_asked(tracker):
        return False
    parse = message.parse_data or {}
    intent = parse.get("intent") or {}
    own = Escalation.from_dict(parse.get(RED_FLAG))
    if own.is_urgent or (own.is_check and own.confirmed_intent != "red_flag_call_now"):
        return False
    said = triage_reader().said(str(message.text or ""))
    confidence = float(intent.get("confidence") or 0)
    if said.happening or is_raised(tracker):
        return False
    if said.over and not said.asks:  # "it's gone now" is no goodbye
        return True
    if intent.get("name") in _ANSWERED_KINDLY and confidence >= _CLEAR_SMALL_TALK_FROM:
        return False
    if said.asks:
        return intent.get("name") in _UNCLEAR
    denies = bool(said.denied or said.over or said.signs_denied or said.well)
    is_clear = confidence >= _CLEAR_TOPIC_FROM and not own.is_check
    return denies or intent.get("name") in {*_UNCLEAR, CARE_TEAM_ONLY} or not is_clear


def _is_asked(tracker: DialogueStateTracker) -> bool:
    """Whether the reply before the latest message asked something."""
    messages = 0
    for event in reversed(list(tracker.events)):
        messages += isinstance(event, UserUttered)
        if messages and isinstance(event, BotUttered):
            said = (event.metadata or {}).get("metadata") or {}
            return said.get("kind") in _QUESTIONS
    return False
