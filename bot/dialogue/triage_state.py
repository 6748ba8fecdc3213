"""The state of a triage: symptoms reported, answers, the open question. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.dialogue.triage_knowledge import Action, TriageKnowledge
from bot.dialogue.who_has_it import Person

Stage = Literal["open", "done", "left", "interrupted"]
# What the message was after which the open question is put once more: "told" something that does
# not answer it, was "unclear", or "asked back" what is meant, or why it is asked.
Heard = Literal["", "told", "unclear", "asked back"]
# In a message's metadata: the label of the question that a tapped button answers.
ANSWERS = "answers"


def label_of(question: tuple[str, int]) -> str:
    """A question as it is named outside of the triage: "diarrhea/1"."""
    symptom, place = question
    return f"{symptom}/{place}"


def question_labelled(label: object) -> tuple[str, int] | None:
    """Back from :func:`label_of`; None for what is no label."""
    symptom, slash, place = str(label).rpartition("/")
    is_label = bool(symptom and slash) and place.isascii() and place.isdigit()
    return (symptom, int(place)) if is_label else None


@dataclass(frozen=True)
class Case:
    """What is known of one reported symptom.

    Attributes:
        symptom: its name.
        chosen: for each question the button chosen, or None.
        asked: how many questions were put.
        stage: open while questions may follow; done once advised; left when the patient stopped;
            interrupted by an alarm about something else.
        learned: the action that the whole wording suggests at least, from the recogniser.
        decided: whether nothing more is asked about it, as what was said of it says all that
            decides.
    """

    symptom: str
    chosen: tuple[int | None, ...]
    asked: int = 0
    stage: Stage = "open"
    learned: Action | None = None
    decided: bool = False


@dataclass(frozen=True)
class Triage:
    """The triage of one conversation.

    Attributes:
        cases: reported symptoms, in the order of their report.
        question: the open question as (symptom, place of the question); None when none is open.
        put_again: whether the open question was repeated after something else was answered.
        treatment: the kind of treatment of whoever has what is reported, or None.
        treatment_of: whose it is said to be; None: nobody said so.
        about: the symptoms that the last step was about, the one that decides first.
        for_several: whether the last advice follows from several symptoms together.
        unanswered: the question that the last advice was given without an answer to, or None.
        for_relative: whether the report is about somebody else than the writer.
        is_guess: whether the symptom that is asked about was reported in words that do not name it.
        stated: labels of the signs that were stated in this talk.
        denied: labels of the signs that were denied.
        named: the symptom that was named last, and how many messages ago; "it" means that one.
        heard: what was heard instead of an answer to the open question; or empty.
        explained: the question that was explained to whoever asked what it means; once is enough.
        made_sure: the doubtful answer, "yes" or "no", after which the open question was put once
            more; or empty.
        guessed: the question whose answer the last step only guessed, or went without; a clear no
            right after it is believed.
        undone: whether the latest message was such a no, so that the alarm before it is over.
        lost_question: whether the open question does not fit the content any more, so that no
            answer to it can be read. The next message decides what follows; it is not kept.
    """

    cases: tuple[Case, ...] = ()
    question: tuple[str, int] | None = None
    put_again: bool = False
    treatment: str | None = None
    treatment_of: Person | None = None
    about: tuple[str, ...] = ()
    for_several: bool = False
    unanswered: tuple[str, int] | None = None
    for_relative: bool = False
    is_guess: bool = False
    stated: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    named: tuple[str, int] | None = None
    heard: Heard = ""
    explained: tuple[str, int] | None = None
    made_sure: str = ""
    guessed: tuple[str, int] | None = None
    undone: bool = False
    lost_question: bool = False

    def case(self, symptom: str) -> Case | None:
        """The case of a symptom, if it was reported."""
        return next((case for case in self.cases if case.symptom == symptom), None)

    def with_case(self, case: Case) -> Triage:
        """The triage with a case, in the place of the one before about its symptom."""
        if self.case(case.symptom) is None:
            return replace(self, cases=(*self.cases, case))
        cases = (case if one.symptom == case.symptom else one for one in self.cases)
        return replace(self, cases=tuple(cases))

    def as_json(self) -> dict[str, Any]:
        """Plain values for a slot."""
        return {
            "cases": [vars(case) | {"chosen": list(case.chosen)} for case in self.cases],
            "question": list(self.question) if self.question else None,
            "put_again": self.put_again,
            "treatment": self.treatment,
            "treatment_of": self.treatment_of,
            "about": list(self.about),
            "for_several": self.for_several,
            "unanswered": list(self.unanswered) if self.unanswered else None,
            "for_relative": self.for_relative,
            "is_guess": self.is_guess,
            "stated": list(self.stated),
            "denied": list(self.denied),
            "named": list(self.named) if self.named else None,
            "heard": self.heard,
            "explained": list(self.explained) if self.explained else None,
            "made_sure": self.made_sure,
            "guessed": list(self.guessed) if self.guessed else None,
            "undone": self.undone,
        }

    def once_more(self, heard: Heard) -> Triage:
        """The triage in which the open question is put once more, after what was heard."""
        return replace(self, put_again=True, heard=heard)

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None, knowledge: TriageKnowledge) -> Triage:
        """From a slot, as far as it fits the content, which may have changed since it was kept; an
        empty slot is a new triage."""
        if not value:
            return cls()
        cases = (Case(**{**case, "chosen": tuple(case["chosen"])}) for case in value["cases"])
        question = tuple(value["question"]) if value["question"] else None
        kept = cls(
            cases=tuple(cases),
            question=question,
            put_again=value["put_again"],
            treatment=value["treatment"],
            treatment_of=value.get("treatment_of"),
            about=tuple(value["about"]),
            for_several=value["for_several"],
            for_relative=value["for_relative"],
            is_guess=bool(value.get("is_guess")),
            # A state that was kept before there were these has none of them.
            unanswered=(asked[0], asked[1]) if (asked := value.get("unanswered")) else None,
            stated=tuple(value.get("stated") or ()),
            denied=tuple(value.get("denied") or ()),
            named=(named[0], named[1]) if (named := value.get("named")) else None,
            heard=value.get("heard") or "",
            explained=(asked[0], asked[1]) if (asked := value.get("explained")) else None,
            made_sure=str(value.get("made_sure") or ""),
            guessed=(asked[0], asked[1]) if (asked := value.get("guessed")) else None,
            undone=bool(value.get("undone")),
        )
        return _fitting(kept, knowledge)


@dataclass(frozen=True)
class Step:
    """What is done next: a question is put (no action), or an action follows; and the state."""

    triage: Triage
    action: Action | None

    @property
    def symptoms(self) -> tuple[str, ...]:
        """The symptoms that it is about, the one that decides first."""
        return self.triage.about


def _fitting(kept: Triage, knowledge: TriageKnowledge) -> Triage:
    """What was kept, without symptoms, answers and a question that the content does not have."""
    cases = tuple(filter(None, (_fitting_case(case, knowledge) for case in kept.cases)))
    dropped = {case.symptom for case in kept.cases} - {case.symptom for case in cases}
    known = knowledge.symptoms.keys() - dropped
    question = kept.question if _is_open(kept.question, kept, cases, knowledge) else None
    return replace(
        kept,
        cases=cases,
        question=question,
        lost_question=kept.question != question,
        about=kept.about if known.issuperset(kept.about) else (),
        named=kept.named if kept.named and kept.named[0] in knowledge.symptoms else None,
        unanswered=kept.unanswered if _exists(kept.unanswered, knowledge) else None,
        guessed=kept.guessed if _exists(kept.guessed, knowledge) else None,
    )


def _fitting_case(case: Case, knowledge: TriageKnowledge) -> Case | None:
    """The case; where other questions are asked about its symptom now, without the answers while
    it is open, and else none: advice without its answers would be too mild."""
    symptom = knowledge.symptoms.get(case.symptom)
    if symptom is None:
        return None
    buttons = [len(question.buttons) for question in symptom.questions]
    if len(buttons) == len(case.chosen) and all(
        place is None or place < number for place, number in zip(case.chosen, buttons, strict=True)
    ):
        return case
    if case.stage != "open":
        return None
    return replace(case, chosen=(None,) * len(buttons), asked=0)


def _is_open(
    question: tuple[str, int] | None,
    kept: Triage,
    cases: tuple[Case, ...],
    knowledge: TriageKnowledge,
) -> bool:
    """Whether a question is still the one that was put: its case is as it was kept."""
    if question is None or kept.case(question[0]) not in cases:
        return False
    return _exists(question, knowledge)


def _exists(question: tuple[str, int] | None, knowledge: TriageKnowledge) -> bool:
    symptom = knowledge.symptoms.get(question[0]) if question else None
    return question is not None and symptom is not None and question[1] < len(symptom.questions)
