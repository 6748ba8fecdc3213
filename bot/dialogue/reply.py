"""A message while a question is open: what it chooses, names beside that, and takes back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.answers import (
    IN_CARE,
    MEANT,
    Stop,
    asks_back,
    labels_of,
    says_it_is_wrong,
    title_key,
)
from bot.dialogue.asked_back import asks_about_the_question
from bot.dialogue.choosing import chosen_answer, passes_suicide
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.suicide_question import is_about_suicide
from bot.dialogue.taking_back import takes_back
from bot.dialogue.triage_knowledge import Question, TriageSymptom
from bot.dialogue.triage_levels import Rules
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.whole_talk import MOST_NOTHING_OF_TALK


@dataclass(frozen=True)
class Reply:
    """A message as a reply to the open question.

    ``known``: what it says, with the signs that are known from before.
    """

    triage: Triage
    message: Message
    said: Said
    known: Said
    reader: Reader

    @property
    def rules(self) -> Rules:
        """What is asked, and the clinic's limits."""
        return self.reader.rules

    @property
    def place(self) -> tuple[str, int]:
        """Where the open question stands: its symptom, and which of its questions it is."""
        assert self.triage.question is not None
        return self.triage.question

    @property
    def symptom(self) -> TriageSymptom:
        """The symptom that is asked about."""
        return self.rules.knowledge.symptoms[self.place[0]]

    @property
    def question(self) -> Question:
        """The open question."""
        return self.symptom.questions[self.place[1]]

    @property
    def is_of_suicide(self) -> bool:
        """Whether the question about suicide is open."""
        return is_about_suicide(self.symptom, self.question)

    @cached_property
    def chosen(self) -> int | Stop | None:
        """The button that it chooses, "stop", or None."""
        return chosen_answer(
            self.said,
            self.symptom,
            self.question,
            self.rules,
            is_else=bool(self.others) or self.message.asks_clearly,
            is_left=self.message.stops or self.needs_no_more,
        )

    @cached_property
    def others(self) -> list[str]:
        """Symptoms besides the one asked about, where it names them; not where it only asks
        something in general: "what should I eat with nausea"."""
        is_asked = self.message.asks_clearly and self.said.asks
        if not self.message.takes_over or (is_asked and self._sounds_of_no_report):
            return []
        name = self.symptom.name
        named = (one for one in self.message.symptoms if one != name)
        return [one for one in named if self.said.names_apart(one, name)]

    @property
    def _sounds_of_no_report(self) -> bool:
        return self.reader.report(self.message.text).nothing > MOST_NOTHING_OF_TALK

    @cached_property
    def says_it_is_wrong(self) -> bool:
        """Whether it says that what was understood is not so."""
        is_taken_back = takes_back(self.message.told, self.said, self.symptom, self.reader)
        return is_taken_back or says_it_is_wrong(self.said, self.rules.knowledge)

    @property
    def needs_no_more(self) -> bool:
        """Whether it is no such symptom, or the care team sees to it: "they said come in"."""
        is_in_care = IN_CARE in labels_of(self.said, self.rules.knowledge)
        return self.says_it_is_wrong or (is_in_care and not self.said.asks)

    @property
    def means_another(self) -> bool:
        """ "Sorry, I mean number two, loose": what was understood is not so, and this is."""
        is_corrected = MEANT in labels_of(self.said, self.rules.knowledge)
        is_wrong = self.says_it_is_wrong or (self.triage.is_guess and is_corrected)
        return is_wrong and bool(self.others)

    @property
    def leaves(self) -> bool:
        """Whether nothing more is to be asked about the symptom."""
        is_left = self.message.stops or self.needs_no_more
        return self.chosen == "stop" or (self.chosen is None and is_left)

    @property
    def asks_about_the_question(self) -> bool:
        """Whether it asks, for the first time, what the question means, or why it is put."""
        is_new = self.triage.explained != self.place and not self.message.is_check
        return is_new and asks_about_the_question(self.said, self.question, self.rules.knowledge)

    @property
    def asks_back(self) -> bool:
        """ "Define faint" states nothing."""
        return asks_back(self.said, self.rules.knowledge) and not self.triage.made_sure

    @property
    def passes_suicide(self) -> bool:
        """Whether it goes past the question about suicide to something else altogether."""
        return passes_suicide(
            self.chosen, self.message, self.said, self.symptom, self.question, self.reader
        )

    @property
    def is_pressed(self) -> bool:
        """Whether it is what stands on a button, which answers its own question, and no other. A
        picture presses none."""
        titles = {title_key(button.title) for button in self.question.buttons}
        return title_key(self.message.text) in titles and not self.message.is_sign
