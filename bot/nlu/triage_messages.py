"""The latest message as the triage sees it: how it was understood, and what stands before it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.parsed_message import latest_parse, text_as_read, text_of
from bot.content.red_flag_talk import safety_talk
from bot.content.red_flags import safety_settings
from bot.content.session import this_session
from bot.content.triage_model import triage_reader
from bot.dialogue.context import ANSWERED_FROM
from bot.dialogue.situation import UNCLEAR_BY_ITSELF
from bot.dialogue.triage_message import Message
from bot.nlu.labels import GOODBYE, STOP_TALKING, is_topic
from bot.nlu.situation import IN_CONTEXT, turns_of
from bot.nlu.symptom_report import REPORT
from bot.safety.escalation import RED_FLAG, Escalation

QUESTION = "utter_triage_question"
CALL_TODAY, SELF_CARE = "utter_triage_call_today", "utter_triage_self_care"
_ADVICE = frozenset({CALL_TODAY, SELF_CARE})
# How sure an intent must be that is not unclear by itself.
_CLEAR_FROM = 0.4
# So few words go on asking where they begin so or end with a question mark, and name a topic.
_GOING_ON = frozenset({"and", "or"})
_LONGEST_GOING_ON_WORDS, _TOPIC_GOING_ON_FROM = 4, 0.4
# "And for a fever?", "what about fever" after an answer ask, whatever topic it is, unless somebody
# is said to have it …
_GOING_ON_ASKING = re.compile(
    r"\W*(?:and|or|plus|also|what about|how about|for|with|if|before|after|during)\b", re.IGNORECASE
)
_GOING_ON_TOO = re.compile(r"^\W*(?:\w+ ){1,3}(?:too|as well|also)\W*\?", re.IGNORECASE)
_LONGEST_ASKING_WORDS = 7
# … and without a question mark where nothing was reported in the last so many messages, and nothing
# says that it is happening: "and yellow fever", but not "and a fever since last night".
_TURNS_OF_TEACHING, _LONGEST_GOING_ON_UNASKED = 4, 5
_TEACHING = frozenset({"answer", "out_of_scope", "offer"})
_REPORTED = frozenset({"question", "advice", "check", "red_flag"})
# A goodbye, or the wish to be asked no more.
_SURE_END = 0.6
# A picture that answers, as it is read.
_ANSWER_OF_SIGN: Mapping[str | None, str] = {"yes": "yes", "no": "no", "unsure": "not sure"}
_NODS = frozenset({"affirm"})
_LONGEST_NOD_WORDS = 3
# What is surer, and asks, is no answer to the question about suicide.
_CLEAR_QUESTION_FROM = 0.6


def message_of(tracker: DialogueStateTracker) -> Message:
    """The latest message as the pipeline understood it."""
    parse = latest_parse(tracker)
    escalation = Escalation.from_dict(parse.get(RED_FLAG))
    report = parse.get(REPORT) or {}
    text = text_of(parse)
    sign = None if any(map(str.isalnum, text)) else safety_talk().read_sign(text)
    return Message(
        text=_ANSWER_OF_SIGN.get(sign, text),
        is_sign=sign is not None,
        only_nods=_only_nods(parse),
        symptoms=tuple(report.get("symptoms") or ()),
        takes_over=bool(report.get("takes_over")) and not _asks_after_answer(tracker),
        denies=bool(report.get("denies")),
        asks_anew=bool(report.get("asks_anew")),
        advice=report.get("advice"),
        is_surely_mild=bool(report.get("is_surely_mild")),
        is_guess=bool(report.get("is_guess")),
        alarm=escalation.tier if escalation.is_urgent else None,
        is_check=escalation.is_check,
        sounds_of_suicide=_sounds_of_suicide(escalation),
        is_unclear=_is_unclear(parse.get("intent") or {}) and not _asks_in_context(parse),
        asks_clearly=asks_clearly(parse),
        stops=_is_surely(STOP_TALKING, parse.get("intent") or {}),
        says_goodbye=_is_surely(GOODBYE, parse.get("intent") or {}),
        follows_advice=_follows_advice(tracker),
        told=_told(tracker),
        talk=_told(tracker, (QUESTION, *_ADVICE)),
    )


def _sounds_of_suicide(escalation: Escalation) -> bool:
    symptoms = safety_settings().knowledge.symptoms
    return any(name in symptoms and symptoms[name].crisis for name in escalation.findings)


def _only_nods(parse: Mapping[str, Any]) -> bool:
    """ "Ok", "all right": it answers no question for danger."""
    intent = parse.get("intent") or {}
    is_short = len(text_of(parse).split()) <= _LONGEST_NOD_WORDS
    return is_short and intent.get("name") in _NODS


def _asks_after_answer(tracker: DialogueStateTracker) -> bool:
    """Whether a few words go on asking after an answer, and name a topic: "and breast feeding?" is
    no report of chest pain."""
    parse = latest_parse(tracker)
    text = text_of(parse)
    words = text.split()
    if not words or len(words) > _LONGEST_ASKING_WORDS or not _follows_answer(tracker):
        return False
    if _reports_of_somebody(text):
        return False
    if _asks_of_nobody(text) or (_is_only_taught(tracker) and _goes_on_with_a_name(text)):
        return True
    goes_on = words[0].lower() in _GOING_ON or words[-1].endswith("?")
    return (
        len(words) <= _LONGEST_GOING_ON_WORDS
        and goes_on
        and _share_of_topic(parse) >= _TOPIC_GOING_ON_FROM
    )


def _reports_of_somebody(text: str) -> bool:
    """ "And I feel shivery": a symptom by its name, and who has it, where nothing is asked."""
    said = triage_reader().said(text)
    norms = {word.norm for word in said.words.items}
    return bool(said.happening) and bool(norms & said.english.subjects) and not said.asks


def _asks_of_nobody(text: str) -> bool:
    """Whether it goes on asking with a question mark, and names nobody who has it."""
    said = triage_reader().said(text)
    norms = {word.norm for word in said.words.items}
    names_nobody = said.english.persons.isdisjoint(norms)
    # "Shingles too?" goes on as "and shingles?" does.
    goes_on = bool(_GOING_ON_ASKING.match(text)) or bool(_GOING_ON_TOO.search(text))
    return goes_on and "?" in norms and names_nobody


def _goes_on_with_a_name(text: str) -> bool:
    """ "And the toilet": nobody has it, and nothing says since when, or how bad it is."""
    said = triage_reader().said(text)
    norms = {word.norm for word in said.words.items}
    is_short = len(text.split()) <= _LONGEST_GOING_ON_UNASKED and not said.is_measured
    is_felt = (
        bool(norms & (said.english.persons | said.english.happening))
        or said.worsens
        or said.unimproved
    )
    return is_short and bool(_GOING_ON_ASKING.match(text)) and not is_felt


def _is_only_taught(tracker: DialogueStateTracker) -> bool:
    """Whether the last messages were answered, and no symptom was reported in them."""
    turns = turns_of(this_session(tracker.events))[:-1][-_TURNS_OF_TEACHING:]
    return not any(said.kind in _REPORTED for turn in turns for said in turn)


def _asks_in_context(parse: Mapping[str, Any]) -> bool:
    """Whether a message asks about a topic because of what was said before: "why does it happen
    anyhow" while an itch is asked about."""
    if not parse.get(IN_CONTEXT) or _share_of_topic(parse) < ANSWERED_FROM:
        return False
    return triage_reader().said(text_of(parse)).asks


def asks_clearly(parse: Mapping[str, Any]) -> bool:
    """Whether a message is clearly a question about a topic, whatever was said before it."""
    likeliest: Mapping[str, Any] = next(iter(parse.get("intent_ranking") or ()), {})
    is_clear = _confidence(likeliest) >= _CLEAR_QUESTION_FROM
    return (
        is_clear
        and is_topic(str(likeliest.get("name")))
        and triage_reader().said(text_of(parse)).asks
    )


def _confidence(intent: Mapping[str, Any]) -> float:
    return float(intent.get("confidence") or 0)


def _share_of_topic(parse: Mapping[str, Any]) -> float:
    """How likely a message is about its likeliest topic; 0 where something else is likelier."""
    by_itself = [
        (one.get("name"), one.get("confidence")) for one in parse.get("intent_ranking") or ()
    ]
    label, share = next(iter(parse.get(IN_CONTEXT) or by_itself), ("", 0.0))
    return float(share) if is_topic(str(label)) else 0.0


def _follows_answer(tracker: DialogueStateTracker) -> bool:
    """Whether the last message was answered, or it was tried; "Did this help?" may stand below."""
    turns = turns_of(this_session(tracker.events))[:-1]
    return any(said.kind in _TEACHING for said in (turns[-1] if turns else ()))


def _is_surely(name: str, intent: Mapping[str, Any]) -> bool:
    return intent.get("name") == name and _confidence(intent) >= _SURE_END


def _told(tracker: DialogueStateTracker, between: Collection[str] = (QUESTION,)) -> tuple[str, ...]:
    """The latest message, and those before it between which the triage only asked, or did what else
    is named."""
    told: list[str] = []
    is_asked = True
    for event in reversed(this_session(tracker.events)):
        if type(event) is UserUttered:
            if not is_asked:
                break
            told.append(text_as_read(event))
            is_asked = False
        elif type(event) is ActionExecuted and event.action_name in between:
            is_asked = True
    return tuple(reversed(told))


def _follows_advice(tracker: DialogueStateTracker) -> bool:
    """Whether advice was given between the last two messages of the patient."""
    messages = 0
    for event in reversed(this_session(tracker.events)):
        if type(event) is UserUttered:
            messages += 1
        if messages == 2:
            return False
        if messages == 1 and type(event) is ActionExecuted and event.action_name in _ADVICE:
            return True
    return False


def _is_unclear(intent: Mapping[str, Any]) -> bool:
    """Whether nothing that the assistant knows was understood."""
    name = intent.get("name")
    return name in UNCLEAR_BY_ITSELF or _confidence(intent) < _CLEAR_FROM
