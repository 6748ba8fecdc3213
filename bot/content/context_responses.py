"""How replies to what was said before are worded: answers to short questions, facts noted, what to
expect, menus, next questions. The texts stand in domain.yml and bot/data/context."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.follow_up_words import FollowUpWords, reading_of
from bot.content.guidance_files import expectations, group_of, menu
from bot.content.message_builder import MessageBuilder
from bot.content.parsed_message import latest_parse, latest_text
from bot.content.response_book import Message, ResponseBook, buttons_of
from bot.content.said_before import answered_topics
from bot.content.treatment_words import (
    KIND,
    REPLY,
    WHOSE,
    days_from,
    may_bring_crs,
    time_in_words,
    treatment_in_words,
)
from bot.content.treatments import kinds_asked_about, treatment_of
from bot.dialogue.after_note import is_past
from bot.safety.escalation import RED_FLAG, Escalation

_FOLLOW_UP = "utter_follow_up"
_FIRST_OF_TWO = "utter_first_topic"
MOST_NEXT = 3


@dataclass(frozen=True)
class _Turn:
    """What a reply is worded from: its name, the slots that the latest message changed and what the
    context policy left in them, how sure it is, and the kind of treatment that it is about."""

    name: str
    tracker: DialogueStateTracker
    slots: Mapping[str, Any]
    reply: Mapping[str, Any]
    confidence: float
    treatment: str | None

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(self.reply.get("topics") or ())


class ContextWords:
    """Words the replies that the context policy chooses."""

    def __init__(self, book: ResponseBook) -> None:
        self._book, self._build = book, MessageBuilder(book)
        self._follow_ups = FollowUpWords(self._build)
        of_symptom = ("utter_symptom_today", "utter_symptom_same", "utter_symptom_worse")
        of_feedback = ("utter_did_this_help", "utter_helped", "utter_did_not_help")
        self._wordings: Mapping[str, Callable[[_Turn], Message]] = {
            "utter_follow_up": self._follow_up,
            "utter_which_one": self._which_one,
            "utter_expectations": self._expectation,
            "utter_treatment_noted": self._noted,
            "utter_same_treatment": self._same_treatment,
            **dict.fromkeys(of_symptom, self._symptom),
            **dict.fromkeys(of_feedback, self._feedback),
            **dict.fromkeys(("utter_help", "utter_menu"), self._menu),
            "utter_menu_group": self._menu_group,
        }

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
        wording = self._wordings.get(name)
        if wording is None:
            return None
        slots = tracker.current_slot_values()
        return wording(_Turn(name, tracker, slots, slots.get(REPLY) or {}, confidence, treatment))

    def _follow_up(self, turn: _Turn) -> Message:
        return self._follow_ups.answer(
            turn.topics,
            turn.tracker,
            turn.confidence,
            turn.reply.get("kind") or turn.treatment,
            turn.reply.get("sort"),
            is_chosen=bool(turn.reply.get("is_chosen")),
        )

    def _which_one(self, turn: _Turn) -> Message:
        return self._book.offer(turn.topics, turn.confidence, "utter_which_one")

    def _symptom(self, turn: _Turn) -> Message:
        return self._build.required(turn.name, symptom=str(turn.reply.get("symptom")))

    def treatment_asked_about(self, tracker: DialogueStateTracker) -> str | None:
        """The kind of treatment that the latest message is about."""
        slots = tracker.current_slot_values()
        return treatment_of(reading_of(tracker), slots.get(KIND), slots.get(WHOSE))

    def say_which_treatment(
        self, message: Message, name: str, tracker: DialogueStateTracker
    ) -> None:
        """An answer about another kind of treatment than the remembered one, or for one kind where
        none is known, says so first, where the message does not name that kind itself."""
        slots = tracker.current_slot_values()
        about, known = self._kinds_of_answer(message, name, tracker), slots.get(KIND)
        is_named = bool(about & kinds_asked_about(reading_of(tracker)))
        if not about or known in about or is_named:
            return
        words = context_knowledge().treatment_words
        name = "utter_about_relatives_other" if slots.get(WHOSE) else "utter_about_other_treatment"
        if known is None:
            is_asked_about = (tracker.get_slot(REPLY) or {}).get("kind") in about
            if len(about) > 1 or is_asked_about or self._is_talked_about(message, tracker):
                return
            name = "utter_about_one_treatment"
        line = self._build.required(
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
            self._build.add_questions(message, also)
        is_answered = metadata["kind"] == "answer" and not metadata.get("unanswered")
        if not (is_answered and topics) or name == _FIRST_OF_TWO:
            return
        parse = latest_parse(tracker)
        escalation = Escalation.from_dict(parse.get(RED_FLAG))
        if escalation.intent is None and escalation.call_line is None and len(also) < MOST_NEXT:
            known = {*answered_topics(tracker.events), *topics, *also}
            follow_ups = context_knowledge().follow_ups
            most = MOST_NEXT - len(also)
            found = follow_ups.next_topics(topics[-1], known, most, tracker.get_slot(KIND))
            self._build.add_questions(message, found)

    def _expectation(self, turn: _Turn) -> Message:
        expected = expectations().of(turn.slots.get(KIND), str(turn.reply.get("phase")))
        text = self._book.fill(expected.text)
        message = self._build.required("utter_expectations", expectation=text)
        message["metadata"] = self._book.origin(
            expected.topic, expected.sources, expected.reviewed, turn.confidence
        )
        return message

    def _noted(self, turn: _Turn) -> Message:
        message = self._words_of_fact(turn)
        metadata = message["metadata"]
        if may_bring_crs(turn.slots):
            message["text"] = _before_last_line(
                message["text"], self._build.line("utter_cell_therapy_line")
            )
        shown = turn.topics[: MOST_NEXT - 1]
        expect = self._build.line("utter_expect_button")
        message["buttons"] = buttons_of([*map(self._book.title, shown), expect])
        metadata["also"] = list(shown)
        return message

    def _words_of_fact(self, turn: _Turn) -> Message:
        slots, reply = turn.slots, turn.reply
        if not reply.get("names_treatment"):
            days = days_from(slots, reply)
            name = "utter_next_treatment_noted" if days > 0 else "utter_last_treatment_noted"
            return self._build.required(name, time=time_in_words(days))
        name = "treatment_corrected" if reply.get("is_correction") else "treatment_noted"
        name = "past_treatment_noted" if is_past(reading_of(turn.tracker)) else name
        if slots.get(WHOSE):
            name = f"relatives_{name}"
        return self._build.required(
            f"utter_{name}",
            your_treatment=treatment_in_words(slots),
            whose=str(slots.get(WHOSE) or ""),
        )

    def _same_treatment(self, turn: _Turn) -> Message:
        before = turn.reply.get("before") or {}  # the slots as they were before the pause
        name = "utter_relatives_same_treatment" if before.get(WHOSE) else "utter_same_treatment"
        return self._build.required(
            name, your_treatment=treatment_in_words(before), whose=str(before.get(WHOSE) or "")
        )

    def _feedback(self, turn: _Turn) -> Message:
        message, topic = self._build.required(turn.name), str(turn.reply.get("feedback_topic"))
        if turn.name == "utter_did_this_help":
            message["metadata"]["asks_feedback"] = topic
        else:
            helpful = turn.name == "utter_helped"
            message["metadata"]["feedback"] = {"topic": topic, "helpful": helpful}
        return message

    def _menu(self, turn: _Turn) -> Message:
        return self._groups(turn.name)

    def _menu_group(self, turn: _Turn) -> Message:
        group = group_of(latest_text(turn.tracker))
        if group is None:
            return self._groups("utter_help")
        message = self._build.required("utter_menu_group")
        self._build.add_questions(message, group.topics)
        return message

    def _groups(self, name: str) -> Message:
        message = self._build.required(name)
        message["buttons"] = buttons_of(group.button for group in menu())
        return message


def _before_last_line(text: str, line: str) -> str:
    first, _, last = text.rpartition("\n")
    return f"{first}\n{line}\n{last}"
