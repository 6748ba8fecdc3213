"""bot/dialogue/open_question.py: a question silences nothing urgent, and its answer is no alarm."""

from __future__ import annotations

import json

import pytest

from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.judging import by_safety_alone, if_nothing_answers, judge
from bot.dialogue.open_question import as_measurement
from tests.dialogue.open_question import (
    FIGURES_FILE,
    asked_question,
    figures,
    judged_answers,
    judged_harmless_lines,
    judged_red_flags,
)

LOWER_IS_BETTER = "must not alarm"
TIPPING_LINES = 2
# So many red flags suffice to see whether something has changed.
ONE_IN = 4


@pytest.mark.parametrize(
    ("symptom", "number", "text", "outcome", "tier"),
    [
        # told while something else is asked about
        ("rash", 1, "My father is having no consciousness since 10 minutes", "urgent", "emergency"),
        ("fatigue", 2, "everything went grey and my wife has slid off her chair", "urgent",
         "emergency"),
        ("mouth_sores", 2, "one side of her face has dropped and her words are mush", "urgent",
         "emergency"),
        # a weak suspicion in a sentence that is no answer
        ("diarrhea", 3, "grandpa has cut his scalp on the shed door and it is running like a tap "
         "and will not quit", "urgent", "emergency"),
        # what goes on with an answer
        ("rash", 1, "left forearm only. came up yesterday", "none", None),
        ("rash", 3, "left forearm only. came up yesterday", "none", None),
        ("rash", 3, "both legs, new", "none", None),
        ("diarrhea", 3, "2 to 4 times", "none", None),
        ("cough", 2, "new, dry, 4 days. no blood", "none", None),
        ("cough", 2, "blood", "none", None),
        ("rash", 1, "since about ten this morning", "none", None),
        # a further place on the skin, but no pain there, and nothing of what lies within
        ("rash", 1, "its spreading to my chest now", "none", None),
        ("rash", 1, "its spreading to my chest and it hurts to breathe", "urgent", "emergency"),
        ("belly_pain", 1, "its spreading to my chest now", "urgent", "emergency"),
        # … in words that a rule reads, too
        ("rash", 1, "both forearms, it came up on friday and has not grown", "none", None),
        ("itch", 1, "neck and shoulders and back, woke me twice last night", "none", None),
        ("headache", 2, "left arm not there since breakfast", "urgent", "emergency"),
        # not where a word tells what it is, a number may count, or the mood is asked about
        ("itch", 1, "left arm and left leg numb since this morning", "urgent", "emergency"),
        ("headache", 2, "left arm hangs down since an hour", "urgent", "emergency"),
        # a count is a count alone; what is counted is a report
        ("nausea", 1, "twice", "none", None),
        ("nausea", 1, "i threw up blood twice", "urgent", "emergency"),
    ],
)  # fmt: skip
def test_what_is_an_alarm_while_a_question_is_open(
    symptom: str, number: int, text: str, outcome: str, tier: str | None
) -> None:
    question = asked_question(symptom, number)
    judged = judge(text, safety_settings(), triage_reader(), question)
    assert (judged.outcome, judged.tier) == (outcome, tier)


def test_what_is_set_aside_is_heard_where_nothing_answers() -> None:
    text, question = "left forearm only. came up yesterday", asked_question("rash", 1)
    judged = judge(text, safety_settings(), triage_reader(), question)
    assert judged.outcome == by_safety_alone(judged).outcome == "none"
    assert if_nothing_answers(judged).outcome == "urgent"


@pytest.mark.parametrize(
    ("symptom", "text", "read"),
    [
        ("fever", "39", "temperature 39"),
        ("fever", "it's 38.4 C", "temperature it's 38.4 C"),
        ("chills", "101", "temperature 101"),
        ("rash", "39", "39"),
        ("fever", "39 of them", "39 of them"),
    ],
)
def test_a_bare_number_is_a_temperature_while_heat_is_asked_about(
    symptom: str, text: str, read: str
) -> None:
    assert as_measurement(text, asked_question(symptom, 1)) == read


@pytest.mark.slow
def test_no_figure_has_fallen() -> None:
    recorded = json.loads(FIGURES_FILE.read_text(encoding="utf-8"))
    fallen = {}
    red_flags, harmless = judged_red_flags(ONE_IN), judged_harmless_lines(ONE_IN)
    for name, share in figures(red_flags, judged_answers(), harmless).items():
        change = share.percent - recorded[name]
        worse = change if name.startswith(LOWER_IS_BETTER) else -change
        if worse > 100 * TIPPING_LINES / share.total + 0.1:
            fallen[name] = (recorded[name], str(share))
    assert fallen == {}, "recorded and measured; see python -m tests.dialogue.open_question"
