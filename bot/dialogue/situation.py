"""What was said before a message, how it was understood, and what it means: typed values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.dialogue.treatment import TreatmentMemory

Asked = Literal["treatment", "time", "helped", "same_treatment", "symptom_today"]

# Intents of messages that would not be answered by themselves.
UNCLEAR_BY_ITSELF = frozenset({"offer_topics", "out_of_scope", "help", "remark"})


@dataclass(frozen=True)
class Understood:
    """How the classifier understood the message by itself.

    Attributes:
        intent: Rasa's intent.
        topics: answered or offered topics, best first.
        in_context: labels with their probability after what was answered before, best first
            (in_context.py); empty where nothing is talked about, or the message stands by itself.
        is_alarm: something urgent is reported, or asked about ("Is this happening now?").
    """

    intent: str
    topics: tuple[str, ...] = ()
    in_context: tuple[tuple[str, float], ...] = ()
    is_alarm: bool = False

    @property
    def is_unclear(self) -> bool:
        """Whether the message by itself would not be answered."""
        return self.intent in ("offer_topics", "out_of_scope")

    @property
    def asks_two(self) -> bool:
        """Whether two questions were found in the message: it stands by itself."""
        return self.intent == "two_topics"


@dataclass(frozen=True)
class Situation:
    """What was said before.

    Attributes:
        today: the day of the message.
        answered: topics of the last answer, if it is not long ago.
        seen: topics answered in this conversation.
        offered: topics whose buttons stood under the last replies, in order.
        is_offer: whether the last reply was "Did you mean …?".
        is_noted: whether the last reply acknowledged a treatment.
        is_expecting: whether the last reply said what to expect.
        asked: what the assistant itself asked in its last reply.
        sort: the sort of the last short question.
        treatment: what is remembered of the treatment, before this message.
        question_kind: the kind of treatment that the last answer was about.
        about: a topic of what is talked about, where the last answer was more general.
        symptom_was_red: whether the symptom of the day before, which was asked about, was an alarm.
        before: what the patient wrote before.
        read_out: topics of the last answer that was read out, not only raised by a symptom.
    """

    today: date
    answered: tuple[str, ...] = ()
    seen: frozenset[str] = frozenset()
    offered: tuple[str, ...] = ()
    is_offer: bool = False
    is_noted: bool = False
    is_expecting: bool = False
    asked: Asked | None = None
    sort: str | None = None
    treatment: TreatmentMemory = field(default_factory=TreatmentMemory)
    question_kind: str | None = None
    about: str | None = None
    symptom_was_red: bool = False
    before: str = ""
    read_out: tuple[str, ...] = ()

    def only_came_up(self, topic: str | None) -> bool:
        """Whether a topic came up in an alarm or a question of the triage, and was not answered."""
        return topic in self.answered and topic not in self.seen


Action = Literal[
    "answer", "offer", "note", "expect", "ask_treatment", "ask_time", "menu", "go_on",
    "helped", "did_not_help", "misunderstood", "same_treatment", "other_treatment",
    "treatment_ended", "symptom_better", "symptom_same", "symptom_worse", "remark",
]  # fmt: skip


@dataclass(frozen=True)
class Meaning:
    """What is done with a message because of the context.

    Attributes:
        action: what is done.
        topics: offered topics; or the one that is answered, and those that stand beside it.
        sort: the sort of the short question.
        kind: the kind of treatment that the answer is about, where it is not the remembered one.
        phase: the time that an expectation is about.
        is_correction: whether a treatment was corrected.
        about: a topic of what is talked about, where the answer is more general.
        is_chosen: whether the patient chose the topic itself, from what was offered.
    """

    action: Action
    topics: tuple[str, ...] = ()
    sort: str | None = None
    kind: str | None = None
    phase: str | None = None
    is_correction: bool = False
    about: str | None = None
    is_chosen: bool = False
