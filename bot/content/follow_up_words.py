"""How the answer to a short question is worded, where it may have been given before."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.message_builder import MessageBuilder
from bot.content.own_subject import own_subject
from bot.content.parsed_message import latest_parse, latest_text
from bot.content.response_book import Message
from bot.content.said_before import answered_topics, drug_explained, lately, was_said
from bot.content.treatment_words import KIND
from bot.dialogue.reading import Reading, read_message
from bot.dialogue.stands_above import STANDS_ABOVE

# Sorts of short questions of phrases.yml that are answered in words of their own.
_AGAIN, _FAILED = "again", "failed"
# Topics as buttons where an answer is not said again; what is said again however often it is asked.
_MOST_NEAR = 2
_SAID_AGAIN_IN_FULL = frozenset({"call", "danger", _AGAIN, _FAILED})


class FollowUpWords:
    """Words the answers to short questions."""

    def __init__(self, build: MessageBuilder) -> None:
        self._build = build

    def answer(
        self,
        topics: Sequence[str],
        tracker: DialogueStateTracker,
        confidence: float,
        kind: str | None,
        sort: str | None,
        *,
        is_chosen: bool,
    ) -> Message:
        """The answer to a short question; where it stands just above, what else may help.

        Args:
            topics: what is asked about, and what is near it.
            tracker: the conversation.
            confidence: 0 to 1, how sure the message was understood.
            kind: the kind of treatment that it is about.
            sort: the sort of question, as phrases.yml names it.
            is_chosen: whether the topic was chosen from a list.
        """
        message = self._build.book.answer(topics[0], confidence, kind, topics[1:])
        if not was_said(message["text"], tracker.events):
            return message
        is_wanted = is_chosen or sort in _SAID_AGAIN_IN_FULL
        if is_wanted or not was_said(message["text"], lately(tracker.events)):
            message["text"] = self._said_again(message["text"], sort)
            return message
        answered = {*topics[:1], *answered_topics(tracker.events)}
        own = own_subject(latest_parse(tracker), answered)
        if own is not None and sort != STANDS_ABOVE:
            return self._build.book.answer(own, confidence, kind)
        return self._no_more(topics, tracker, confidence)

    def _said_again(self, text: str, sort: str | None) -> str:
        """What is said where the whole answer was given before."""
        if sort == _FAILED:
            return self._build.line("utter_not_always_failed")
        above = "utter_said_again" if sort == _AGAIN else "utter_again"
        return f"{self._build.line(above)}\n{text}"

    def _no_more(
        self, topics: Sequence[str], tracker: DialogueStateTracker, confidence: float
    ) -> Message:
        """What follows where the answer stands just above: that there is no more, whom to ask, and
        up to two topics near it."""
        message = self._build.required("utter_no_more")
        drug = drug_explained(reading_of(tracker), topics[0])
        if drug is not None:
            line = self._build.required("utter_drug_is", drug=drug[0], other_treatment=drug[1])
            message["text"] = f"{line['text']} {message['text']}"
        message["metadata"].update(topics=[topics[0]], confidence=confidence)
        known = {*answered_topics(tracker.events), topics[0]}
        found = context_knowledge().follow_ups.next_topics(
            topics[0], known, _MOST_NEAR, tracker.get_slot(KIND)
        )
        near = [one for one in dict.fromkeys((*topics[1:], *found)) if one not in known]
        if near:
            message["text"] += "\n" + self._build.line("utter_closest_topics")
            self._build.add_questions(message, near[:_MOST_NEAR])
        return message


def reading_of(tracker: DialogueStateTracker) -> Reading:
    """The latest message, read for what refers to the conversation before it."""
    return read_message(latest_text(tracker), context_knowledge())
