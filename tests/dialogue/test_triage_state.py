"""What was kept of a triage, read when the content has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.triage_knowledge import TriageKnowledge, TriageSymptom
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Case, Stage, Triage
from bot.dialogue.triage_turn import put_again, take_turn

GONE = "symptom_of_yesterday"
NAMES_OF_CASES: Mapping[str, str] = {"unknown": GONE, "another number": "rash", "no button": "rash"}


def misfit(kind: str, stage: Stage = "open") -> Case:
    """A case of content that had another symptom, a question more, or more buttons."""
    chosen: dict[str, tuple[int | None, ...]] = {
        "unknown": (None, None),
        "another number": (1, None, None, None),
        "no button": (1, 17, None),
    }
    return Case(NAMES_OF_CASES[kind], chosen[kind], asked=2, stage=stage, learned="call_today")


def read(triage: Triage, knowledge: TriageKnowledge) -> Triage:
    return Triage.from_json(triage.as_json(), knowledge)


def test_what_fits_is_as_it_was_kept(knowledge: TriageKnowledge) -> None:
    kept = Triage(
        cases=(Case("rash", (1, None, None), 2), Case("hair", (0,), 1, "done", "self_care")),
        question=("rash", 1),
        about=("rash", "hair"),
        named=("hair", 1),
        stated=("fact:fever",),
    )
    assert read(kept, knowledge) == kept


@pytest.mark.parametrize("kind", ["another number", "no button"])
def test_an_open_case_with_other_questions_is_asked_about_anew(
    knowledge: TriageKnowledge, kind: str
) -> None:
    fits = Case("hair", (0,), 1)
    kept = Triage((fits, misfit(kind)), question=("rash", 1), about=("rash",), named=("rash", 0))
    anew = Case("rash", (None, None, None), asked=0, learned="call_today")
    expected = replace(kept, cases=(fits, anew), question=None, lost_question=True)
    assert read(kept, knowledge) == expected


@pytest.mark.parametrize("kind", NAMES_OF_CASES)
@pytest.mark.parametrize("stage", ["done", "left", "interrupted"])
def test_a_closed_case_that_does_not_fit_is_forgotten(
    knowledge: TriageKnowledge, kind: str, stage: Stage
) -> None:
    fits = Case("hair", (0,), 1)
    kept = Triage(
        (fits, misfit(kind, stage)), question=("hair", 0), about=("hair", NAMES_OF_CASES[kind])
    )
    assert read(kept, knowledge) == replace(kept, cases=(fits,), about=())


def test_a_symptom_that_is_not_known_any_more_is_forgotten(knowledge: TriageKnowledge) -> None:
    kept = Triage((misfit("unknown"),), question=(GONE, 1), about=(GONE,), named=(GONE, 0))
    assert read(kept, knowledge) == Triage(lost_question=True)


@pytest.mark.parametrize("question", [("rash", 3), ("hair", 0), (GONE, 0)])
def test_a_question_that_nobody_can_have_been_asked(
    knowledge: TriageKnowledge, question: tuple[str, int]
) -> None:
    kept = Triage((Case("rash", (None, None, None)),), question=question)
    assert read(kept, knowledge) == replace(kept, question=None, lost_question=True)


# What is written after a question that is lost, and what is said to it where its symptom is still
# known, and where it is not.
AFTER_LOST_QUESTION: list[tuple[Message, str | None, str | None]] = [
    (Message("yes"), "question", "apology"),
    (Message("no"), "question", "apology"),
    (Message("blue", is_unclear=True), "question", "apology"),
    (Message("stop", stops=True), "left", "apology"),
    (Message("what is car-t"), None, None),
    (Message("is it normal to see double", is_check=True), None, None),
    (Message("i can't breathe", ("breathlessness",), alarm="emergency"), None, None),
    (Message("my mouth is sore", ("mouth_sores",), takes_over=True), "question", "question"),
    (Message("it is all over my body now", is_unclear=True), "call_now", "apology"),
]


@pytest.mark.parametrize("kind", NAMES_OF_CASES)
@pytest.mark.parametrize(("message", "known", "unknown"), AFTER_LOST_QUESTION)
def test_no_answer_to_a_lost_question_is_taken_for_one_to_another(
    reader: Reader, kind: str, message: Message, known: str | None, unknown: str | None
) -> None:
    kept = Triage((misfit(kind),), question=(NAMES_OF_CASES[kind], 1), about=())
    turn = take_turn(read(kept, reader.rules.knowledge), message, reader)
    assert turn.says == (unknown if kind == "unknown" else known)
    assert not turn.triage.lost_question
    if turn.says == "question" and kind != "unknown":
        assert turn.triage.question == ("rash", 0)
        assert turn.triage.case("rash").chosen[0] is None  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["another number", "no button"])
def test_after_an_answer_the_lost_question_is_asked_anew(reader: Reader, kind: str) -> None:
    kept = Triage((misfit(kind),), question=("rash", 1), put_again=True)
    asks = Message("what is car-t")
    turn = take_turn(read(kept, reader.rules.knowledge), asks, reader)
    again = put_again(turn.triage, asks, reader)
    assert (again.says, again.triage.question) == ("question", ("rash", 0))


LATER = [
    "yes",
    "no",
    "what is a PET scan",
    "I have a rash now",
    "it is worse",
    "38.9",
    "still the same",
]


@pytest.mark.parametrize("stage", ["open", "done", "left", "interrupted"])
@pytest.mark.parametrize("change", ["another name", "a question more", "a question less"])
def test_no_later_message_fails_after_any_change_of_any_symptom(
    reader: Reader, change: str, stage: Stage
) -> None:
    symptoms = reader.rules.knowledge.symptoms
    now = {name: _changed(one, change) for name, one in symptoms.items()}
    knowledge = replace(reader.rules.knowledge, symptoms=now)
    reader = replace(reader, rules=replace(reader.rules, knowledge=knowledge))
    for symptom in symptoms.values():
        name = f"{symptom.name}_of_yesterday" if change == "another name" else symptom.name
        case = Case(name, (None,) * len(symptom.questions), 1, stage)
        question = (name, 0) if stage == "open" else None
        kept = Triage((case,), question, about=(name,), named=(name, 0))
        for text in LATER:
            report = ("rash",) if "rash" in text else ()
            message = Message(text, report, takes_over=bool(report), is_unclear=not report)
            turn = take_turn(read(kept, knowledge), message, reader)
            assert read(turn.triage, knowledge) == turn.triage, "what is kept now fits"


def _changed(symptom: TriageSymptom, change: str) -> TriageSymptom:
    questions = {
        "another name": symptom.questions,
        "a question more": (*symptom.questions, *symptom.questions[:1]),
        "a question less": symptom.questions[1:],
    }
    return replace(symptom, questions=questions[change])
