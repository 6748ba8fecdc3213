"""What a remark under an alarm does: "no fever", "it's gone now" leave it as it is, and "should I
drive him?" is a question for whoever is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.open_alarm import ENDING
from bot.content.parsed_message import parse_of
from bot.content.red_flag_talk import safety_talk
from bot.content.session import this_session
from bot.content.triage_model import triage_reader
from bot.dialogue.details import only_says_where
from bot.dialogue.plain_words import cry_in, only_says_since_when
from bot.dialogue.reading import read_message
from bot.dialogue.reports import MOOD
from bot.dialogue.said import Said
from bot.dialogue.turns import Turn
from bot.nlu.fallback import OFFER_INTENT
from bot.nlu.labels import CARE_TEAM_ONLY, GREET, HELP, OUT_OF_SCOPE_INTENT
from bot.nlu.situation import PastReply
from bot.nlu.symptom_report import REPORT
from bot.safety.escalation import RED_FLAG, Escalation, RedFlagIntent

# What is understood with less than this says nothing about what a remark means.
_CLEAR_TOPIC_FROM = 0.8
_CLEAR_SMALL_TALK_FROM = 0.7
# "Sorry to bother you"; what is longer adds something.
_LONGEST_APOLOGY_WORDS = 5
# "I take iron tablets though" adds a fact; only what is surer asks for an answer.
_CLEAR_STATEMENT_FROM = 0.9
_UNCLEAR = frozenset({OUT_OF_SCOPE_INTENT, OFFER_INTENT, "deny", "remark"})
_QUESTIONS = frozenset({"question", "check"})
# "What shall I do tonight?", "is that right??" is no call for the menu then.
_ASKS_NOTHING_CLEAR = frozenset(
    {*_UNCLEAR, CARE_TEAM_ONLY, HELP, "affirm", "ask_when_to_call", "ask_fever"}
)
# Under an emergency a question about these is for the phone, where it is not quite clear.
_NOT_READ_IN_AN_EMERGENCY = frozenset({"managing", "process", "timing", "about", "benefits"})

# These alone do not yet say that somebody was called …
_ACKNOWLEDGES = frozenset({"thanks", "goodbye", "affirm", "good_news", "bereaved"})
# … and "what I told you was wrong" was thanked for.
_PUT_RIGHT = frozenset({"utter_corrected", "utter_corrected_emergency"})
# Under a red flag nobody is taught about dying.
_NEVER_UNDER_AN_ALARM = "managing/fear_of_dying_and_palliative_care"
# After thoughts of suicide only these are answered as ever.
_ANSWERED_IN_A_CRISIS = frozenset(
    {"bot_challenge", "ask_privacy", "ask_readers", "ask_maker", "delete_data", "ask_how_to_call",
     "other_language"}
)  # fmt: skip

Remark = Literal["changes_nothing", "asks_what_to_do", "acknowledges"]
_FEELINGS = frozenset({"afraid", "frustrated", "apologize"})
# These words of the patient need no answer about the call.
_ANSWERED_KINDLY = frozenset(
    {"goodbye", "thanks", "bot_challenge", "talk_to_nurse", "afraid", "frustrated", "apologize",
     "stop_talking", "ask_privacy", "ask_readers", "ask_maker",
     "delete_data", "ask_how_to_call", "other_language", "two_topics", "none_of_these", "affirm"}
)  # fmt: skip


def remark_of(tracker: DialogueStateTracker, alarm: RedFlagIntent, triage: Turn) -> Remark | None:
    """What the latest message is under an alarm that was just given.

    Denials, "it's gone now", a lesser symptom, or what nobody understands leave the alarm as it is;
    a question that is not surely about a topic asks what to do meanwhile; "ok, thank you"
    acknowledges it. None for what adds a fact that is red, asks clearly, or answers an open
    question.

    ``triage``: what the triage says to it.
    """
    message = tracker.latest_message
    if message is None or is_asked(tracker):
        return None
    parse = parse_of(message)
    own = Escalation.from_dict(parse.get(RED_FLAG))
    if own.is_urgent or (own.is_check and own.confirmed_intent not in ("red_flag_call_now", alarm)):
        return None
    said = triage_reader().said(str(message.text or ""))
    is_believed = triage.triage.undone  # a clear no to what the alarm only guessed
    if triage.is_alarm or is_believed:
        return None
    name, confidence = _intent_of(parse)
    topics = parse.get("topics") or []
    called = _of_call_for_help(str(message.text or ""), name, topics)
    if called is not None:
        return called
    is_clear_talk = confidence >= _CLEAR_SMALL_TALK_FROM
    if name in _ACKNOWLEDGES and is_clear_talk and not said.happening and not said.asks:
        return _of_acknowledgement(tracker, name)
    is_report = bool((parse.get(REPORT) or {}).get("takes_over"))
    is_question = said.asks and bool(topics) and not is_report and confidence >= _CLEAR_TOPIC_FROM
    is_for_an_answer = is_question or (name in _ANSWERED_IN_A_CRISIS and is_clear_talk)
    if alarm == "red_flag_crisis":
        return None if is_for_an_answer else "changes_nothing"
    if is_question and alarm == "red_flag_call_now":
        return None
    is_only_sorry = len(said.words) <= _LONGEST_APOLOGY_WORDS or name != "apologize"
    if name in _FEELINGS and is_clear_talk and is_only_sorry and set(said.happening) <= {MOOD}:
        return None
    if said.happening or is_report:
        # Another symptom beside what is urgent is one more reason to call, not for questions.
        return "asks_what_to_do" if said.asks and name in _ASKS_NOTHING_CLEAR else "changes_nothing"
    if said.over and not said.asks:  # "it's gone now" is no goodbye
        return "changes_nothing"
    if said.asks and name in _ASKS_NOTHING_CLEAR:
        return "asks_what_to_do"
    if name in _ANSWERED_KINDLY and is_clear_talk and is_only_sorry:
        return None
    return _of_question(name, confidence, alarm) if said.asks else _of_statement(said, parse)


def _of_call_for_help(text: str, name: str, topics: Sequence[str]) -> Remark | None:
    """ "Help!", "hello?", "what do I do": who is in danger types this, and is told once more whom
    to call, never what there is to ask about. "Since this morning" is no "good morning", and
    "forget it" takes nothing back."""
    reading = read_message(text, context_knowledge())
    cry = cry_in(reading)
    says_only_more = only_says_since_when(reading) or only_says_where(reading)
    if safety_talk().breaks_off(text) or says_only_more or cry in ("unwell", "bad"):
        return "changes_nothing"
    if (
        cry == "help"
        or name == HELP
        or safety_talk().asks_about_it(text)
        or _NEVER_UNDER_AN_ALARM in topics
    ):
        return "asks_what_to_do"
    return "acknowledges" if name == GREET else None


def _of_question(name: str, confidence: float, alarm: RedFlagIntent) -> Remark | None:
    is_doubtful = alarm == "red_flag_emergency" and confidence < _CLEAR_TOPIC_FROM
    is_for_the_phone = name in {*_UNCLEAR, CARE_TEAM_ONLY}
    is_for_the_phone |= is_doubtful and name in _NOT_READ_IN_AN_EMERGENCY
    return "asks_what_to_do" if is_for_the_phone else None


def _of_statement(said: Said, parse: Mapping[str, Any]) -> Remark | None:
    name, confidence = _intent_of(parse)
    denies = bool(said.denied or said.over or said.signs_denied or said.well)
    is_check = Escalation.from_dict(parse.get(RED_FLAG)).is_check
    is_clear = confidence >= _CLEAR_STATEMENT_FROM and not is_check
    leaves_it = denies or name in {*_UNCLEAR, CARE_TEAM_ONLY} or not is_clear
    return "changes_nothing" if leaves_it else None


def _intent_of(parse: Mapping[str, Any]) -> tuple[str, float]:
    intent = parse.get("intent") or {}
    return str(intent.get("name") or ""), float(intent.get("confidence") or 0)


def _of_acknowledgement(tracker: DialogueStateTracker, name: str) -> Remark | None:
    last = _last_reply(tracker)
    if last is None:
        return "acknowledges"
    # "Yes" to an answer may answer "Did this help?".
    is_of_the_alarm = last.action not in _PUT_RIGHT and (name != "affirm" or last.kind != "answer")
    return "acknowledges" if is_of_the_alarm else None


def help_was_called(tracker: DialogueStateTracker) -> bool:
    """Whether the reply before the latest message welcomed that help is called, or coming."""
    last = _last_reply(tracker)
    return last is not None and last.action in ENDING


def is_asked(tracker: DialogueStateTracker) -> bool:
    """Whether the reply before the latest message asked something."""
    last = _last_reply(tracker)
    return last is not None and last.kind in _QUESTIONS


def _last_reply(tracker: DialogueStateTracker) -> PastReply | None:
    """The reply before the latest message."""
    messages = 0
    for event in reversed(this_session(tracker.events)):
        messages += type(event) is UserUttered
        if messages and type(event) is BotUttered:
            return PastReply.of(event)
    return None
