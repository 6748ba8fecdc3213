"""What follows from a report: facts that are given are not asked for, levels add up, none falls."""

from __future__ import annotations

import pytest

from bot.dialogue.reports import Reader
from bot.dialogue.triage import alarmed, answer, asked_again, break_off, leave, report
from bot.dialogue.triage_knowledge import Action
from bot.dialogue.triage_levels import Rules
from bot.dialogue.triage_state import Step, Triage

# Symptom, message → the place of the question that is put (from 1), or the action that follows.
REPORTS: list[tuple[str, str, int | Action]] = [
    ("rash", "i have a rash", 1),
    ("rash", "a rash, otherwise fine", 3),
    ("rash", "rash and i can't breathe", "emergency"),
    ("rash", "new rash on one arm, no fever, no blisters, no pain", "call_today"),
    ("rash", "new rash on one arm, no fever, no blisters", 1),
    ("rash", "rash all over my back and chest", "call_now"),
    ("vitiligo", "white patches, my eyes are fine and my head is fine", "self_care"),
    ("diarrhea", "i have diarrhea", 1),
    ("diarrhea", "diarrhea about three times more, no blood, no fever, drinking", "call_today"),
    ("diarrhea", "diarrhea 5 times today", "call_now"),
    ("diarrhea", "diarrhea 9 times since breakfast", "call_now"),
    ("diarrhea", "loose stool with blood in it", "call_now"),
    ("diarrhea", "diarrhea, no blood", 1),
    ("fever", "my temperature is 38.4", "call_now"),
    ("fever", "101.5 F", "call_now"),
    ("fever", "37.7, took nothing, otherwise well", "call_today"),
    ("fever", "36.6 and i feel fine", "self_care"),
    ("vomiting", "sick three times but water stays down", 1),
    ("vomiting", "i vomited 6 times today", "call_now"),
    ("vomiting", "sick once, otherwise fine", "self_care"),
    ("thirst_high_sugar", "my sugar is 17.5", "call_now"),
    ("thirst_high_sugar", "glucose 400 at home", "emergency"),
    ("low_blood_pressure", "bp 86/50", "call_now"),
    ("low_blood_pressure", "bp 104/66", 1),
    ("cough", "a new cough", "call_now"),
    ("cough", "same old cough, no change, no blood", 1),
    ("muscle_weakness", "weak but stairs are fine", 1),
    ("headache", "no fever, no stiff neck, usual headache, gone now", 1),
    ("constipation", "no stool for 3 days more than usual", "call_now"),
    ("constipation", "constipated. I started keytruda 3 weeks ago", 1),
    ("nausea", "i feel queasy. had my drip 5 days ago", 1),
    ("constipation", "5 days ago i had my drip, now i am constipated", 1),
    ("constipation", "no stool for 4 days since my treatment", "call_now"),
    ("appetite_weight", "lost 4 kg without trying", 1),
    ("chest_pain", "new chest pain", "emergency"),
]  # fmt: skip


@pytest.mark.parametrize(("symptom", "text", "expected"), REPORTS)
def test_facts_that_are_given_are_not_asked_for(
    reader: Reader, symptom: str, text: str, expected: int | Action
) -> None:
    step = first(reader, symptom, text)
    if isinstance(expected, int):
        assert (step.action, step.triage.question) == (None, (symptom, expected - 1))
    else:
        assert step.action == expected


# Treatment in the report, symptom, button titles in order → action.
RAISED: list[tuple[str, str, list[str], Action]] = [
    ("i had car-t two weeks ago", "chills", [], "call_now"),
    ("on blinatumomab", "fatigue", ["No", "No", "Chores are hard despite rest"], "call_now"),
    ("on keytruda", "fatigue", ["No", "No", "Chores are hard despite rest"], "call_today"),
    ("car-t last month", "flu_like", [], "call_now"),
    ("i had car-t three years ago", "chills", ["No", "No"], "call_today"),
    ("i had car-t two weeks ago", "fatigue", ["No", "No", "All my normal things"], "self_care"),
    ("i had car-t two weeks ago", "rash", ["No", "No", "New, up to one arm or leg"], "call_today"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "symptom", "titles", "expected"), RAISED)
def test_cell_therapies_raise(
    reader: Reader, said: str, symptom: str, titles: list[str], expected: Action
) -> None:
    assert pressed(reader, first(reader, symptom, said), *titles).action == expected


def test_two_ambers_make_a_red(reader: Reader) -> None:
    rash = pressed(reader, first(reader, "rash"), "No", "No", "New, up to one arm or leg")
    assert rash.action == "call_today"
    eyes = report(rash.triage, ["eyes"], reader.said("and my eyes are red"), reader.rules)
    both = pressed(reader, eyes, "No", "No", "Yes")
    assert both.action == "call_now"
    assert set(both.symptoms) == {"rash", "eyes"}
    assert both.triage.for_several


def test_two_ambers_of_one_report_are_asked_about_one_after_the_other(reader: Reader) -> None:
    step = report(Triage(), ["rash", "eyes"], reader.said("rash and red eyes"), reader.rules)
    step = pressed(reader, step, "No", "No", "New, up to one arm or leg")
    assert step.triage.question == ("eyes", 0)
    assert pressed(reader, step, "No", "No", "Yes").action == "call_now"


@pytest.mark.parametrize("names", [("rash", "itch"), ("itch", "rash")])
def test_an_itchy_rash_is_one_complaint(reader: Reader, names: tuple[str, str]) -> None:
    step = report(Triage(), names, reader.said("it itches"), reader.rules)
    assert step.symptoms == ("rash",)
    step = pressed(reader, step, "No", "No", "New, up to one arm or leg")
    assert step.action == "call_today"
    assert step.symptoms[0] == "rash"


def test_hives_beside_a_rash_are_heard(reader: Reader) -> None:
    step = report(Triage(), ["rash", "itch"], reader.said("itchy rash, it is hives"), reader.rules)
    assert step.action == "call_now"


def test_three_new_greens_are_an_amber(reader: Reader) -> None:
    step = pressed(reader, first(reader, "dry_skin"), "No", "No")
    assert step.action == "self_care"
    step = report(step.triage, ["hair"], reader.said("hair thins"), reader.rules)
    step = pressed(reader, step, "No")
    assert step.action == "self_care"
    step = report(step.triage, ["vitiligo"], reader.said("white patches"), reader.rules)
    assert pressed(reader, step, "No").action == "call_today"


def test_one_amber_beside_a_green_stays_an_amber(reader: Reader) -> None:
    step = pressed(reader, first(reader, "dry_skin"), "No", "No")
    step = report(step.triage, ["eyes"], reader.said("red eyes"), reader.rules)
    assert pressed(reader, step, "No", "No", "Yes").action == "call_today"


def test_an_advice_is_about_all_symptoms_and_counts_once(reader: Reader) -> None:
    said = reader.said("hair thins a bit, white patches in my mouth")
    step = report(Triage(), ["hair", "mouth_sores"], said, reader.rules, "call_today")
    assert (step.action, step.symptoms[0]) == ("call_today", "mouth_sores")


def test_an_advice_about_one_symptom_leaves_the_others_to_be_asked_about(reader: Reader) -> None:
    step = report(Triage(), ["hair", "diarrhea"], reader.said(""), reader.rules)
    step = report(step.triage, ["hair"], reader.said(""), reader.rules, "self_care")
    assert step.triage.question == ("diarrhea", 0)


@pytest.mark.parametrize(
    ("symptom", "text", "expected"),
    [
        # rows of the reference: no call today for these
        ("breathlessness", "", "call_now"),
        ("cough", "", "call_now"),
        ("jaundice_dark_urine", "", "call_now"),
        ("bleeding_bruising", "", "call_now"),
        # a fever with no number is a call now; one of 37.7 is none
        ("fever", "", "call_now"),
        ("fever", "37.7", "call_today"),
        ("chest_pain", "", "call_now"),
        ("blisters_peeling", "", "call_now"),
        ("rash", "", "call_today"),
        ("headache", "", "call_today"),
    ],
)
def test_without_an_answer_no_less_is_advised_than_the_reference_has(
    reader: Reader, symptom: str, text: str, expected: str
) -> None:
    step = report(Triage(), [symptom], reader.said(text), reader.rules)
    assert break_off(step.triage, reader.rules).action == expected


def test_the_questions_end_with_a_call_today_at_least(reader: Reader) -> None:
    step = break_off(pressed(reader, first(reader, "hair")).triage, reader.rules)
    assert (step.action, step.triage.unanswered) == ("call_today", ("hair", 0))
    kept = Triage.from_json(step.triage.as_json(), reader.rules.knowledge)
    assert kept == step.triage
    with pytest.raises(ValueError, match="no question is open"):
        break_off(Triage(), reader.rules)


def test_the_level_never_falls(reader: Reader) -> None:
    step = pressed(reader, first(reader, "rash"), "No", "No", "New, up to one arm or leg")
    again = report(step.triage, ["rash"], reader.said("a small rash the nurse saw"), reader.rules)
    assert again.action == "call_today"


def test_a_later_fact_raises_the_level(reader: Reader) -> None:
    step = pressed(reader, first(reader, "diarrhea"), "No", "No", "1 to 3")
    assert step.action == "call_today"
    later = report(step.triage, ["diarrhea"], reader.said("now 6 times"), reader.rules)
    assert later.action in (None, "call_now", "call_today")
    worse = report(later.triage, ["diarrhea"], reader.said("diarrhea 6 times now"), reader.rules)
    assert worse.action == "call_now"


def test_the_level_of_an_alarm_is_kept(reader: Reader) -> None:
    said = reader.said("rash all over and fever")
    triage = alarmed(Triage(), ["rash"], "call_now", said, reader.rules)
    again = report(triage, ["rash"], reader.said("the rash is small now"), reader.rules)
    assert again.action == "call_now"


def test_an_alarm_ends_the_open_question(reader: Reader) -> None:
    step = first(reader, "joint_pain")
    triage = alarmed(
        step.triage, ["chest_pain"], "emergency", reader.said("chest pain"), reader.rules
    )
    assert triage.question is None
    assert triage.cases[0].stage == "interrupted"


def test_leaving_closes_what_was_open(reader: Reader) -> None:
    left = leave(first(reader, "rash").triage)
    assert left.question is None
    step = report(left, ["hair"], reader.said("hair thins"), reader.rules)
    assert step.triage.question == ("hair", 0)


def test_a_lower_fever_threshold_of_the_clinic_raises(reader: Reader) -> None:
    strict = Rules(reader.rules.knowledge, fever_celsius=37.5)
    step = report(Triage(), ["fever"], reader.said("37.6, otherwise fine"), strict)
    assert step.action == "call_now"


def test_the_state_survives_as_json(reader: Reader) -> None:
    step = report(Triage(), ["rash", "itch"], reader.said("my husband has a rash"), reader.rules)
    assert Triage.from_json(step.triage.as_json(), reader.rules.knowledge) == step.triage
    assert Triage.from_json(None, reader.rules.knowledge) == Triage()


@pytest.mark.parametrize(
    ("question", "is_open"),
    [(("diarrhea", 0), True), (("rash", 1), True), (("diarrhea", 1), True),
     (("diarrhea", 99), False), (("no_symptom", 0), False), (None, False)],
)  # fmt: skip
def test_a_question_that_is_asked_again_is_open(
    reader: Reader, question: tuple[str, int] | None, is_open: bool
) -> None:
    before = pressed(reader, first(reader, "diarrhea"), "No").triage
    assert before.question == ("diarrhea", 1)
    after = asked_again(before, question, reader.rules)
    assert after.question == (question if is_open else ("diarrhea", 1))
    case = after.case(after.question[0]) if after.question else None
    assert case is not None
    assert case.stage == "open"
    assert break_off(after, reader.rules).action is not None


@pytest.mark.parametrize("title", ["Yes", "No"])
def test_an_answer_of_before_settles_its_own_question(reader: Reader, title: str) -> None:
    """A tapped button of an earlier question: its yes is an alarm, its no leaves the other open."""
    step = pressed(reader, first(reader, "diarrhea"), "No")
    again = asked_again(step.triage, ("diarrhea", 0), reader.rules)
    after = pressed(reader, Step(again, None), title)
    assert (after.action, after.triage.question) == (
        ("emergency", None) if title == "Yes" else (None, ("diarrhea", 1))
    )


def test_an_answer_about_what_is_not_known_any_more_counts(reader: Reader) -> None:
    again = asked_again(Triage(), ("diarrhea", 1), reader.rules)
    assert pressed(reader, Step(again, None), "Yes").action == "call_now"


def test_no_answer_without_a_question(reader: Reader) -> None:
    with pytest.raises(ValueError, match="no question is open"):
        answer(Triage(), 0, reader.said("no"), reader.rules)


def first(reader: Reader, symptom: str, text: str = "") -> Step:
    """The step after a report."""
    return report(Triage(), [symptom], reader.said(text), reader.rules)


def pressed(reader: Reader, step: Step, *titles: str) -> Step:
    """The step after the buttons with these titles."""
    for title in titles:
        assert step.triage.question is not None, f"no question for “{title}”: {step.action}"
        name, place = step.triage.question
        buttons = reader.rules.knowledge.symptoms[name].questions[place].buttons
        button = [one.title for one in buttons].index(title)
        step = answer(step.triage, button, reader.said(title), reader.rules)
    return step
