"""A message that says "I have that" or "I already did", read by what the conversation tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.parsed_message import text_as_read
from bot.content.pointing_files import pointing_words
from bot.content.red_flags import safety_settings
from bot.content.session import this_session
from bot.content.triage_model import triage_reader
from bot.dialogue.named_before import with_denied, with_own, with_part
from bot.dialogue.pointing import (
    Pointer,
    PointingWords,
    condition_answered,
    condition_named,
    deed_in,
    places_of_things,
    pointer_in,
)
from bot.nlu.situation import PastReply, turns_of
from bot.nlu.symptom_report import REPORT
from bot.safety import assess
from bot.safety.escalation import RED_FLAG, Escalation
from bot.safety.finding import DETECTOR

# After these a message answers them, or is said under an alarm.
_NOT_AFTER = frozenset({"question", "check", "red_flag", "advice"})
_UNDER_AN_ALARM = frozenset({"check", "red_flag"})
_MOST_SIGNS, _MESSAGES_BEFORE, _LONGEST_GOING_ON = 3, 2, 14
_TELL_WHAT_WAS_DONE = "utter_tell_what_was_done"
_CHECK: Final = "red_flag_check"


@dataclass(frozen=True)
class ReadAs:
    """How a message is read.

    Attributes:
        text: the message, with names in the place of its pronouns.
        asks: what is asked where it is not clear what it points to; None: nothing.
        tells: what is said where it reports nothing that is asked about; None: nothing.
    """

    text: str
    asks: Escalation | None = None
    tells: Escalation | None = None


@dataclass(frozen=True)
class _Named:
    """What a question names: a symptom, and whether it is one for the emergency number."""

    symptom: str
    noun: str
    is_emergency: bool = False


def read_as(tracker: DialogueStateTracker, text: str) -> ReadAs:
    """How a new message is read after what was said before."""
    question, replies = _last_turn(tracker)
    in_full = _read_with_what_was_named(tracker, text, replies)
    if in_full is not None:
        return ReadAs(in_full)
    if question is None or any(reply.kind in _NOT_AFTER for reply in replies):
        return ReadAs(text)
    known, said = pointing_words(), triage_reader().said
    done = deed_in(said(question).words, said(text).words, known)
    if done is not None:
        return ReadAs(done, tells=Escalation(value_response=_TELL_WHAT_WAS_DONE))
    pointer = pointer_in(said(text).words, known)
    if pointer is None or (pointer.is_choice and any(one.kind == "offer" for one in replies)):
        return ReadAs(text)
    named = _symptoms_in(question, known)
    is_of_a_thing = bool(places_of_things(said(question).words, known))
    is_clear = len(named) == 1 or (bool(named) and pointer.means_several)
    if is_clear and not is_of_a_thing:
        return ReadAs(pointer.with_names([one.noun for one in named[:_MOST_SIGNS]]))
    if named:
        return ReadAs(text, _check_of_names(named, pointer))
    topics = [topic for reply in replies for topic in reply.topics]
    return ReadAs(text, None if is_of_a_thing else _check_of(question, topics, pointer, known))


def _read_with_what_was_named(
    tracker: DialogueStateTracker, text: str, replies: Sequence[PastReply]
) -> str | None:
    """The message with what the one before named, where only that makes it a report; None: it is
    one by itself, or none."""
    kinds = {reply.kind for reply in replies}
    reader, known = triage_reader(), pointing_words()
    words = reader.said(text).words
    if kinds & _UNDER_AN_ALARM or len(words) > _LONGEST_GOING_ON or _is_heard(text):
        return None
    told = [reader.said(one) for one in _last_messages(tracker)]
    for before in told:  # the organ may be named before an answer, "itchy eyes", "no"
        whole = with_part(before.words, words, known)
        if whole is not None:
            return whole if _is_heard(whole) else None
    if not told or kinds & _NOT_AFTER:
        return None
    for whole in (
        with_own(told[0].words, words, known),
        with_denied(told[0].words, words, known, reader.rules.knowledge.english),
    ):
        if whole is not None and (_is_heard(whole) or reader.report(whole).is_named):
            return whole
    return None


def _is_heard(text: str) -> bool:
    return assess(text, safety_settings()).outcome == "urgent"


def _last_messages(tracker: DialogueStateTracker) -> list[str]:
    """The last messages, the latest first."""
    events = this_session(tracker.events)
    messages = [event for event in events if isinstance(event, UserUttered) and event.text]
    return [text_as_read(event) for event in reversed(messages[-_MESSAGES_BEFORE:])]


def followed_by(parse: Mapping[str, Any], meant: ReadAs) -> Escalation | None:
    """What follows from how a message is read, where nothing in itself is urgent or asked about;
    None: nothing."""
    own = Escalation.from_dict(parse.get(RED_FLAG))
    if own.is_urgent:
        return None
    if meant.tells is not None:
        is_else = own.is_check or (parse.get(REPORT) or {}).get("takes_over")
        return None if is_else else meant.tells
    return meant.asks


def _last_turn(tracker: DialogueStateTracker) -> tuple[str | None, Sequence[PastReply]]:
    """The last message that was answered, and the replies to it."""
    events = this_session(tracker.events)
    messages = [event for event in events if type(event) is UserUttered and event.text]
    return (text_as_read(messages[-1]), turns_of(events)[-1]) if messages else (None, ())


def _symptoms_in(question: str, known: PointingWords) -> list[_Named]:
    """The symptoms that a question names; an itch beside a rash is none of its own, a thermometer
    is no fever, and what an illness sounds of is asked about as that illness."""
    reader = triage_reader()
    knowledge, said = reader.rules.knowledge, reader.said(question)
    part_of = knowledge.relations.part_of
    things = places_of_things(said.words, known)
    reported = [
        one
        for one in sorted(said.reported, key=lambda one: said.places[one])
        if one not in said.mere_facts and things.isdisjoint(range(*said.places[one]))
    ]
    named = [
        _Named(one, known.nouns.get(one, knowledge.symptoms[one].understood))
        for one in reported
        if part_of[one].isdisjoint(reported)
    ]
    if condition_named(said.words, known) is not None:
        return named
    flags = {
        one.symptom: _Named(one.symptom, one.understood, one.tier == "emergency")
        for one in assess(question, safety_settings()).findings
        if one.reason != DETECTOR and set(reported).isdisjoint(_same_as(one.symptom))
    }
    grave = [one for one in flags.values() if one.is_emergency]
    return grave or named or list(flags.values())


def _same_as(flag: str) -> Collection[str]:
    """The symptoms of the triage that speak of the same as a red flag."""
    return {flag, *triage_reader().rules.knowledge.same_as.get(flag, ())}


def _check_of_names(named: Sequence[_Named], pointer: Pointer) -> Escalation:
    is_emergency = any(one.is_emergency for one in named)
    return _check(
        " or ".join(one.noun for one in named[:_MOST_SIGNS]),
        pointer,
        tuple(one.symptom for one in named[:_MOST_SIGNS]),
        is_emergency=is_emergency,
    )


def _check_of(
    question: str, topics: Collection[str], pointer: Pointer, known: PointingWords
) -> Escalation | None:
    """The check about an illness that was asked about or answered; in general words after any
    other answer about side effects; None after all else."""
    words = triage_reader().said(question).words
    condition = condition_named(words, known) or condition_answered(topics, known)
    if condition is not None:
        return _check(condition.signs, pointer)
    is_of_side_effects = any(topic.partition("/")[0] in known.groups for topic in topics)
    return _check("", pointer) if is_of_side_effects and pointer.means_several else None


def _check(
    signs: str, pointer: Pointer, findings: tuple[str, ...] = (), *, is_emergency: bool = False
) -> Escalation:
    is_of_another = pointer.is_of_another
    return Escalation(
        intent=_CHECK,
        findings=findings,
        understood="" if is_of_another else signs,
        confirmed_intent="red_flag_emergency" if is_emergency else "red_flag_call_now",
        of_another=is_of_another,
    )
