"""How replies to what was said before are worded: answers to short questions, facts noted, what to
expect, menus, next questions. The texts stand in domain.yml and bot/data/context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.guidance_files import MenuGroup, expectations, group_of, menu
from bot.content.own_subject import own_subject
from bot.content.response_book import Message, ResponseBook, buttons_of
from bot.content.said_before import answered_topics, drug_explained, lately, was_said
from bot.content.treatment_words import (
    KIND,
    REPLY,
    WHOSE,
    days_from,
    is_past,
    may_bring_crs,
    time_in_words,
    treatment_in_words,
)
from bot.content.treatments import kinds_asked_about, treatment_of
from bot.dialogue.reading import Reading, read_message
from bot.dialogue.stands_above import STANDS_ABOVE
from bot.safety.escalation import RED_FLAG, Escalation

# Sorts of short questions of phrases.yml that are answered in words of their own.
_AGAIN, _FAILED = "again", "failed"
_FOLLOW_UP = "utter_follow_up"
_FIRST_OF_TWO = "utter_first_topic"
MOST_NEXT = 3
# Topics as buttons where an answer is not said again; what is said again however often it is asked.
_MOST_NEAR = 2
_SAID_AGAIN_IN_FULL = frozenset({"call", "danger", _AGAIN, _FAILED})


class ContextWords:
    """Words the replies that the context policy chooses."""

    def __init__(self, book: ResponseBook) -> None:
        self._book = book

    def say(
        self,
        name: str,
        tracker: DialogueStateTracker,
        confidence: float,
        treatment: str | None = None,
    ) -> Message | None:
        """One reply, or None where ``name`` is none of these.

        Args:
            name: the response, such as "utter_follow_up".
            tracker: with the slots that the latest message changed.
            confidence: 0 to 1, how sure the message was understood.
            treatment: the kind of treatment that the message is about.
        """
        slots = tracker.current_slot_values()
        reply = slots.get(REPLY) or {}
        topics = tuple(reply.get("topics") or ())
        if name == _FOLLOW_UP:
            kind = reply.get("kind") or treatment
            message = self._book.answer(topics[0], confidence, kind, topics[1:])
            if not was_said(message["text"], tracker.events):
                return message
            sort = reply.get("sort")
            is_wanted = reply.get("is_chosen") or sort in _SAID_AGAIN_IN_FULL
            if is_wanted or not was_said(message["text"], lately(tracker.events)):
                message["text"] = self._said_again(message["text"], sort)
                return message
            known = {*topics[:1], *answered_topics(tracker.events)}
            own = own_subject(_parse_of(tracker), known)
            if own is not None and sort != STANDS_ABOVE:
                return self._book.answer(own, confidence, kind)
            return self._no_more(topics, tracker, confidence)
        if name == "utter_which_one":
            return self._book.offer(topics, confidence, "utter_which_one")
        if name == "utter_expectations":
            return self._expectation(slots, str(reply.get("phase")), confidence)
        if name == "utter_treatment_noted":
            over = is_past(_reading_of(tracker))
            return self._noted(slots, topics, bool(reply.get("is_correction")), over)
        if name == "utter_same_treatment":
            return self._same_treatment(reply.get("before") or {})
        if name in ("utter_symptom_today", "utter_symptom_same", "utter_symptom_worse"):
            return self._required(name, symptom=str(reply.get("symptom")))
        if name in ("utter_did_this_help", "utter_helped", "utter_did_not_help"):
            return self._feedback(name, str(reply.get("feedback_topic")))
        if name in ("utter_help", "utter_menu"):
            return self._menu(name)
        if name == "utter_menu_group":
            text = tracker.latest_message.text if tracker.latest_message else None
            group = group_of(str(text or ""))
            return self._topics_of(group) if group else self._menu("utter_help")
        return None

    def _said_again(self, text: str, sort: str | None) -> str:
        """What is said where the whole answer was given before."""
        if sort == _FAILED:
            return self._line("utter_not_always_failed")
        above = "utter_said_again" if sort == _AGAIN else "utter_again"
        return f"{self._line(above)}\n{text}"

    def _no_more(
        self, topics: Sequence[str], tracker: DialogueStateTracker, confidence: float
    ) -> Message:
        """What follows where the answer stands just above: that there is no more, whom to ask, and
        up to two topics near it."""
        message = self._required("utter_no_more")
        drug = drug_explained(_reading_of(tracker), topics[0])
        if drug is not None:
            line = self._required("utter_drug_is", drug=drug[0], other_treatment=drug[1])
            message["text"] = f"{line['text']} {message['text']}"
        message["metadata"].update(topics=[topics[0]], confidence=confidence)
        known = {*answered_topics(tracker.events), topics[0]}
        found = context_knowledge().follow_ups.next_topics(
            topics[0], known, _MOST_NEAR, tracker.get_slot(KIND)
        )
        near = [one for one in dict.fromkeys((*topics[1:], *found)) if one not in known]
        if near:
            message["text"] += "\n" + self._line("utter_closest_topics")
            self._add_questions(message, near[:_MOST_NEAR])
        return message

    def treatment_asked_about(self, tracker: DialogueStateTracker) -> str | None:
        """The kind of treatment that the latest message is about."""
        slots = tracker.current_slot_values()
        return treatment_of(_reading_of(tracker), slots.get(KIND), slots.get(WHOSE))

    def say_which_treatment(
        self, message: Message, name: str, tracker: DialogueStateTracker
    ) -> None:
        """An answer about another kind of treatment than the remembered one, or for one kind where
        none is known, says so first, where the message does not name that kind itself."""
        slots = tracker.current_slot_values()
        about, known = self._kinds_of_answer(message, name, tracker), slots.get(KIND)
        is_named = bool(about & kinds_asked_about(_reading_of(tracker)))
        if not about or known in about or is_named:
            return
        words = context_knowledge().treatment_words
        name = "utter_about_relatives_other" if slots.get(WHOSE) else "utter_about_other_treatment"
        if known is None:
            is_asked_about = (tracker.get_slot(REPLY) or {}).get("kind") in about
            if len(about) > 1 or is_asked_about or self._is_talked_about(message, tracker):
                return
            name = "utter_about_one_treatment"
        line = self._required(
            name,
            other_treatment=" or ".join(words[kind] for kind in sorted(about)),
            your_treatment=treatment_in_words(slots),
            whose=str(slots.get(WHOSE) or ""),
        )
        message["text"] = f"{line['text']}\n{message['text']}"

    def _is_talked_about(self, message: Message, tracker: DialogueStateTracker) -> bool:
        """Whether something of the same subject was answered before."""
        subject = context_knowledge().follow_ups.subject_of(message["metadata"]["topics"][0])
        return subject is not None and bool({*answered_topics(tracker.events)} & {*subject.topics})

    def _kinds_of_answer(
        self, message: Message, name: str, tracker: DialogueStateTracker
    ) -> frozenset[str]:
        """The kinds of treatment that an answer is about; none where it is for all. What to expect
        is always worded for the remembered one."""
        metadata = message["metadata"]
        is_own = metadata["kind"] == "answer" and not metadata.get("unanswered")
        if not is_own or name == "utter_expectations":
            return frozenset()
        topic, kind = metadata["topics"][0], self.treatment_asked_about(tracker)
        if name == _FOLLOW_UP:
            kind = (tracker.get_slot(REPLY) or {}).get("kind") or kind
        if kind in self._book.kinds_with_own_text(topic):
            return frozenset({str(kind)})
        return context_knowledge().follow_ups.only_for.get(topic, frozenset())

    def add_questions(self, message: Message, name: str, tracker: DialogueStateTracker) -> None:
        """Adds up to three questions that somebody would ask next, as buttons: after an answer,
        and where domain.yml names them under ``also``. Not where an answer says when to call: who
        is to call should do nothing else."""
        metadata = message["metadata"]
        topics, also = metadata.get("topics") or [], metadata.get("also") or []
        if also and not message.get("buttons"):
            metadata["also"] = []
            self._add_questions(message, also)
        is_answered = metadata["kind"] == "answer" and not metadata.get("unanswered")
        if not (is_answered and topics) or name == _FIRST_OF_TWO:
            return
        parse = (tracker.latest_message.parse_data if tracker.latest_message else None) or {}
        escalation = Escalation.from_dict(parse.get(RED_FLAG))
        if escalation.intent is None and escalation.call_line is None and len(also) < MOST_NEXT:
            known = {*answered_topics(tracker.events), *topics, *also}
            follow_ups = context_knowledge().follow_ups
            most = MOST_NEXT - len(also)
            found = follow_ups.next_topics(topics[-1], known, most, tracker.get_slot(KIND))
            self._add_questions(message, found)

    def _add_questions(self, message: Message, topics: Iterable[str]) -> None:
        topics = tuple(topic for topic in topics if self._book.has(topic))
        message["buttons"] = [
            *message.get("buttons", []),
            *buttons_of(map(self._book.title, topics)),
        ]
        message["metadata"]["also"] = [*(message["metadata"].get("also") or []), *topics]

    def _expectation(self, slots: Mapping[str, Any], phase: str, confidence: float) -> Message:
        expected = expectations().of(slots.get(KIND), phase)
        message = self._required("utter_expectations", expectation=self._book.fill(expected.text))
        message["metadata"] = self._book.origin(
            expected.topic, expected.sources, expected.reviewed, confidence
        )
        return message

    def _noted(
        self, slots: Mapping[str, Any], topics: Sequence[str], corrected: bool, over: bool
    ) -> Message:
        message = self._words_of_fact(slots, corrected, over)
        metadata = message["metadata"]
        if may_bring_crs(slots):
            message["text"] = _before_last_line(
                message["text"], self._line("utter_cell_therapy_line")
            )
        shown = topics[: MOST_NEXT - 1]
        expect = self._line("utter_expect_button")
        message["buttons"] = buttons_of([*map(self._book.title, shown), expect])
        metadata["also"] = list(shown)
        return message

    def _words_of_fact(self, slots: Mapping[str, Any], corrected: bool, over: bool) -> Message:
        reply = slots.get(REPLY) or {}
        if not reply.get("names_treatment"):
            days = days_from(slots, reply)
            name = "utter_next_treatment_noted" if days > 0 else "utter_last_treatment_noted"
            return self._required(name, time=time_in_words(days))
        name = "treatment_corrected" if corrected else "treatment_noted"
        name = "past_treatment_noted" if over else name
        if slots.get(WHOSE):
            name = f"relatives_{name}"
        return self._required(
            f"utter_{name}",
            your_treatment=treatment_in_words(slots),
            whose=str(slots.get(WHOSE) or ""),
        )

    def _same_treatment(self, before: Mapping[str, Any]) -> Message:
        """``before``: the slots as they were before the pause."""
        name = "utter_relatives_same_treatment" if before.get(WHOSE) else "utter_same_treatment"
        return self._required(
            name, your_treatment=treatment_in_words(before), whose=str(before.get(WHOSE) or "")
        )

    def _feedback(self, name: str, topic: str) -> Message:
        message = self._required(name)
        if name == "utter_did_this_help":
            message["metadata"]["asks_feedback"] = topic
        else:
            helpful = name == "utter_helped"
            message["metadata"]["feedback"] = {"topic": topic, "helpful": helpful}
        return message

    def _menu(self, name: str) -> Message:
        message = self._required(name)
        message["buttons"] = buttons_of(group.button for group in menu())
        return message

    def _topics_of(self, group: MenuGroup) -> Message:
        message = self._required("utter_menu_group")
        self._add_questions(message, group.topics)
        return message

    def _line(self, name: str) -> str:
        return str(self._required(name)["text"])

    def _required(self, name: str, **words: str) -> Message:
        message = self._book.message(name, **words)
        if message is None:
            raise KeyError(f"{name} is missing in domain.yml.")
        return message


def _parse_of(tracker: DialogueStateTracker) -> Mapping[str, Any]:
    return dict(tracker.latest_message.parse_data) if tracker.latest_message else {}


def _reading_of(tracker: DialogueStateTracker) -> Reading:
    message = tracker.latest_message
    return read_message(str((message.text if message else None) or ""), context_knowledge())


def _before_last_line(text: str, line: str) -> str:
    first, _, last = text.rpartition("\n")
    return f"{first}\n{line}\n{last}"
