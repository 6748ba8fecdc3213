"""Measures what an open triage question does to red flags, and to answers.

    python -m tests.dialogue.open_question [--wrong]

A red flag of the development set that alarms by itself must do so while something else is asked
about, and what answers the question must not. It writes tests/dialogue/open_question.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot.content.red_flag_files import read_lines
from bot.content.red_flags import safety_settings
from bot.content.triage import triage_knowledge
from bot.content.triage_model import triage_reader
from bot.dialogue.judging import judge
from bot.dialogue.open_question import AskedQuestion
from bot.dialogue.triage_knowledge import Question, is_red
from bot.safety import Assessment
from bot.settings.clinic import read_yaml
from tests.dialogue.test_answers import ANSWERS
from tests.safety.evaluate import DEV_DIR
from tests.safety.report import Share

HERE = Path(__file__).parent
FIGURES_FILE = HERE / "open_question.json"
CONVERSATIONS = HERE.parent / "conversations"
# A yes or no, a number, and how somebody feels.
OPEN = (("rash", 1), ("diarrhea", 3), ("fatigue", 2))


@dataclass(frozen=True)
class Answer:
    """What somebody wrote or tapped when something was asked; no alarm follows from it."""

    text: str
    asked: AskedQuestion


@dataclass(frozen=True)
class RedFlag:
    """A red flag, judged by itself and while a question is open."""

    text: str
    label: str
    alone: Assessment
    asked: Assessment


def asked_question(symptom: str, number: int) -> AskedQuestion:
    """A question, counted from 1, as it stands open."""
    return _asked(symptom, triage_knowledge().symptoms[symptom].questions[number - 1])


def _asked(symptom: str, question: Question) -> AskedQuestion:
    return AskedQuestion(symptom, tuple(button.title for button in question.buttons))


def answers() -> list[Answer]:
    """Buttons, the table of answers, and the conversations: those from which no alarm follows."""
    found = [*_buttons(), *_of_table(), *_of_conversations()]
    return list(dict.fromkeys(found))


def _buttons() -> Iterator[Answer]:
    for symptom in triage_knowledge().symptoms.values():
        for question in symptom.questions:
            for button in question.buttons:
                yield Answer(button.title, _asked(symptom.name, question))


def _of_table() -> Iterator[Answer]:
    for symptom, number, text, title in ANSWERS:
        question = triage_knowledge().symptoms[symptom].questions[number - 1]
        marks = {button.title: button.mark for button in question.buttons}
        if title in marks and not is_red(marks[title]):
            yield Answer(text, _asked(symptom, question))


def _of_conversations() -> Iterator[Answer]:
    questions = {
        question.text: _asked(symptom.name, question)
        for symptom in triage_knowledge().symptoms.values()
        for question in symptom.questions
    }
    for path in sorted(CONVERSATIONS.glob("*.yml")):
        talks = read_yaml(path)
        assert isinstance(talks, list)
        for talk in talks:
            turns = talk["conversation"]
            for before, turn in pairwise(turns):
                asked = questions.get(before.get("asks", ""))
                text = turn.get("patient") or turn.get("presses")
                if asked and text and ("asks" in turn or "advises" in turn):
                    yield Answer(text, asked)


def judged_answers() -> list[tuple[Answer, Assessment]]:
    """Each answer while its question is open."""
    safety, reader = safety_settings(), triage_reader()
    return [(one, judge(one.text, safety, reader, one.asked)) for one in answers()]


def judged_red_flags(one_in: int = 1) -> list[RedFlag]:
    """The red flags of the development set, or one in so many, that alarm by themselves, each while
    a question is open."""
    safety, reader = safety_settings(), triage_reader()
    lines = [line for line in read_lines(DEV_DIR) if line.is_urgent][::one_in]
    judged = []
    for place, line in enumerate(lines):
        alone = judge(line.message, safety, reader)
        if alone.outcome == "urgent":
            question = asked_question(*OPEN[place % len(OPEN)])
            asked = judge(line.message, safety, reader, question)
            judged.append(RedFlag(line.message, line.label, alone, asked))
    return judged


def judged_harmless_lines(one_in: int = 1) -> list[Assessment]:
    """The harmless lines of the development set, or one in so many, while a question is open."""
    safety, reader = safety_settings(), triage_reader()
    lines = [line for line in read_lines(DEV_DIR) if not line.is_urgent][::one_in]
    return [
        judge(line.message, safety, reader, asked_question(*OPEN[place % len(OPEN)]))
        for place, line in enumerate(lines)
    ]


def figures(
    red_flags: Sequence[RedFlag],
    judged: Sequence[tuple[Answer, Assessment]],
    harmless: Sequence[Assessment],
) -> dict[str, Share]:
    """The figures that are watched."""
    emergencies = [one for one in red_flags if one.alone.tier == "emergency"]
    return {
        "red flags: urgent": _share([one.asked.outcome == "urgent" for one in red_flags]),
        "red flags: urgent or check": _share([one.asked.outcome != "none" for one in red_flags]),
        "emergencies: urgent": _share([one.asked.outcome == "urgent" for one in emergencies]),
        "emergencies: same tier": _share([one.asked.tier == "emergency" for one in emergencies]),
        "must not alarm, answers: urgent": _share([a.outcome == "urgent" for _, a in judged]),
        "must not alarm, answers: check": _share([a.outcome == "check" for _, a in judged]),
        "must not alarm, others: urgent": _share([one.outcome == "urgent" for one in harmless]),
    }


def _share(held: Sequence[bool]) -> Share:
    return Share(sum(held), len(held))


def main(arguments: Sequence[str]) -> None:
    """Prints the figures and keeps them; with ``--wrong`` also every line that is not right."""
    red_flags, judged = judged_red_flags(), judged_answers()
    shares = figures(red_flags, judged, judged_harmless_lines())
    for name, share in shares.items():
        print(f"{name:34} {share}")
    if "--wrong" in arguments:
        for one in red_flags:
            if one.asked.outcome != "urgent" or one.asked.tier != one.alone.tier:
                print(one.label, one.alone.tier, "->", one.asked.outcome, one.asked.tier, one.text)
        for answer, found in judged:
            if found.outcome != "none":
                print(answer.asked.symptom, "->", found.outcome, found.tier, answer.text)
    kept = {name: round(share.percent, 1) for name, share in shares.items()}
    FIGURES_FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
