"""What a remark under an alarm does: "no fever", "it's gone now" leave it as it is, and "should I
drive him?" is a question for whoever is called."""

from __future__ import annotations

from typing import Literal

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.session import this_session
from bot.content.triage_model import triage_reader
from bot.dialogue.reports import MOOD
from bot.nlu.fallback import OFFER_INTENT
from bot.nlu.labels import CARE_TEAM_ONLY, OUT_OF_SCOPE_INTENT
from bot.nlu.symptom_report import REPORT
from bot.nlu.triage_policy import is_raised
from bot.safety.escalation import RED_FLAG, Escalation, RedFlagIntent

# What is understood with less than this says nothing about what a remark means.
_CLEAR_TOPIC_FROM = 0.8
_CLEAR_SMALL_TALK_FROM = 0.7
# "I take iron tablets though" adds a fact; only what is surer asks for an answer.
_CLEAR_STATEMENT_FROM = 0.9
_UNCLEAR = frozenset({OUT_OF_SCOPE_INTENT, OFFER_INTENT, "deny", "remark"})
_QUESTIONS = frozenset({"question", "check"})
# "What shall I do tonight?", "is that right??" is no call for the menu then.
_ASKS_NOTHING_CLEAR = frozenset({*_UNCLEAR, CARE_TEAM_ONLY, "help", "affirm"})
# Under an emergency a question about these is for the phone, where it is not quite clear.
_NOT_READ_IN_AN_EMERGENCY = frozenset({"managing", "process", "timing", "about", "benefits"})

Remark = Literal["changes_nothing", "asks_what_to_do"]
_FEELINGS = frozenset({"afraid", "frustrated", "apologize"})
# These words of the patient need no answer about the call.
_ANSWERED_KINDLY = frozenset(
    {"greet", "goodbye", "thanks", "help", "bot_challenge", "talk_to_nurse", "afraid",
     "frustrated", "apologize", "stop_talking", "ask_privacy", "ask_readers", "ask_maker",
     "delete_data", "ask_how_to_call", "other_language", "two_topics", "none_of_these", "affirm"}
)  # fmt: skip


def remark_of(tracker: DialogueStateTracker, alarm: RedFlagIntent) -> Remark | None:
    """What the latest message is under an alarm that was just given.

    Denials, "it's gone now", a lesser symptom, or what nobody understands leave the alarm as it is;
    a question that is not surely about a topic asks what to do meanwhile. None for what adds a fact
    that is red, asks clearly, or answers an open question.
    """
    message = tracker.latest_message
    if message is None or _is_asked(tracker):
        return None
    parse = message.parse_data or {}
    own = Escalation.from_dict(parse.get(RED_FLAG))
    if own.is_urgent or (own.is_check and own.confirmed_intent not in ("red_flag_call_now", alarm)):
        return None
    said = triage_reader().said(str(message.text or ""))
    if is_raised(tracker):
        return None
    intent = parse.get("intent") or {}
    name, confidence = intent.get("name"), float(intent.get("confidence") or 0)
    is_feeling = name in _FEELINGS and confidence >= _CLEAR_SMALL_TALK_FROM
    if is_feeling and set(said.happening) <= {MOOD}:
        return None
    if said.happening or (parse.get(REPORT) or {}).get("takes_over"):
        # Another symptom beside what is urgent is one more reason to call, not for questions.
        return "asks_what_to_do" if said.asks and name in _ASKS_NOTHING_CLEAR else "changes_nothing"
    if said.over and not said.asks:  # "it's gone now" is no goodbye
        return "changes_nothing"
    if said.asks and name in _ASKS_NOTHING_CLEAR:
        return "asks_what_to_do"
    if name in _ANSWERED_KINDLY and confidence >= _CLEAR_SMALL_TALK_FROM:
        return None
    if said.asks:
        is_doubtful = alarm == "red_flag_emergency" and confidence < _CLEAR_TOPIC_FROM
        group = name if is_doubtful else None
        is_for_the_phone = name in {*_UNCLEAR, CARE_TEAM_ONLY} or group in _NOT_READ_IN_AN_EMERGENCY
        return "asks_what_to_do" if is_for_the_phone else None
    denies = bool(said.denied or said.over or said.signs_denied or said.well)
    is_clear = confidence >= _CLEAR_STATEMENT_FROM and not own.is_check
    leaves_it = denies or name in {*_UNCLEAR, CARE_TEAM_ONLY} or not is_clear
    return "changes_nothing" if leaves_it else None


def _is_asked(tracker: DialogueStateTracker) -> bool:
    """Whether the reply before the latest message asked something."""
    messages = 0
    for event in reversed(this_session(tracker.events)):
        messages += isinstance(event, UserUttered)
        if messages and isinstance(event, BotUttered):
            said = (event.metadata or {}).get("metadata") or {}
            return said.get("kind") in _QUESTIONS
    return False
