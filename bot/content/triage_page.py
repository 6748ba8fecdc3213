"""docs/triage.md: each question and action beside its source, for a clinician to check and sign."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot.dialogue.triage_knowledge import Question, TriageKnowledge, TriageSymptom
from bot.settings.paths import TRIAGE_DIR

_MARKS = {"emergency": "EMERGENCY", "call_now": "call now", "call_today": "call today"}
_AFTER_CELLS = {
    "raised": "After CAR-T (8 weeks) or a bispecific, call today becomes call now.",
    "any": "After CAR-T (8 weeks) or a bispecific, any report of it is call now.",
}
_HEAD_FILE = TRIAGE_DIR / "how_to_read.md"


def page(knowledge: TriageKnowledge) -> str:
    """The whole page in Markdown."""
    symptoms = sorted(knowledge.symptoms.values(), key=lambda one: one.group)
    lines = [_HEAD_FILE.read_text(encoding="utf-8")]
    for group, members in groupby(symptoms, key=lambda one: one.group):
        lines.append(f"## {group.replace('_', ' ')} (`bot/data/triage/{group}.yml`)\n")
        for symptom in members:
            lines += _symptom(symptom)
    lines.append(
        "## Sign-off\n\n| name | role | date | changes wanted |\n|---|---|---|---|\n| | | | |\n"
    )
    return "\n".join(lines)


_UNMEASURED_AFTER_CELLS = (
    "After CAR-T (8 weeks) or a bispecific, whoever reports it and tells no number calls now."
)


def _symptom(symptom: TriageSymptom) -> Iterator[str]:
    yield f"### {symptom.name}: {symptom.understood}\n"
    for number, question in enumerate(symptom.questions, start=1):
        again = f"Once more: {question.short}  \n   " if question.short else ""
        yield f"{number}. {question.text}  \n   {again}{_buttons(question)}"
    yield ""
    if symptom.after_cell_therapy:
        yield f"{_AFTER_CELLS[symptom.after_cell_therapy]}\n"
    if symptom.unmeasured_after_cell_therapy:
        yield f"{_UNMEASURED_AFTER_CELLS}\n"
    yield "| how it shows | action | source | checked |\n|---|---|---|---|"
    for grade in symptom.grades:
        yield f"| {grade.words} | {grade.action} | {grade.source} | |"
    yield ""
    advice = symptom.advice
    for title, text in (
        ("Say on the phone", advice.tell),
        ("What can help", advice.care),
        ("Call at once if", advice.urgent),
        ("Source of the advice", advice.source),
    ):
        if text:
            yield f"- {title}: {text}"
    yield f"- Topic beside the advice: `{symptom.topic}`\n"


def _buttons(question: Question) -> str:
    return " / ".join(
        f"{button.title} [{_MARKS[button.mark]}]" if button.mark else button.title
        for button in question.buttons
    )
