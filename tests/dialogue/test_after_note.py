"""What is talked about after a treatment was noted, and what is worth noting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.after_note import is_over, is_worth_noting
from bot.dialogue.context import meaning_of
from bot.dialogue.reading import read_message
from bot.dialogue.situation import Meaning, Situation, Understood
from bot.dialogue.treatment import TreatmentMemory, remember

TODAY = date(2026, 11, 29)
NOTHING = Situation(TODAY)
OPDIVO = TreatmentMemory("checkpoint_inhibitor", "Opdivo")
NOTED = replace(NOTHING, is_noted=True, treatment=OPDIVO, before="its opdivo")


def meaning(text: str, situation: Situation, intent: str = "out_of_scope") -> Meaning | None:
    reading = read_message(text, context_knowledge())
    memory = remember(situation.treatment, reading, TODAY)
    return meaning_of(reading, situation, Understood(intent), memory, {})


def target(text: str, situation: Situation) -> str | None:
    found = meaning(text, situation)
    return found.topics[0] if found is not None and found.topics else None


@pytest.mark.parametrize(
    ("text", "intent", "is_noted"),
    [
        ("my english is bad, excuse me. husband have toripalimab", "out_of_scope", True),
        ("61, the lymphoma is back, so now nivolumab", "care_team_only", True),
        ("been poorly with my liver, yervoy did that", "care_team_only", True),
        ("i want to stop keytruda", "care_team_only", False),
        ("two keytruda doses too much, i think", "care_team_only", False),
        ("what does keytruda cost", "out_of_scope", False),
        ("fine. what does keytruda taste of", "out_of_scope", False),
        ("keytruda makes me itch", "skin/symptoms", False),
        ("the train was late again", "out_of_scope", False),
    ],
)
def test_a_treatment_that_is_told_is_noted_where_nothing_else_is_understood(
    text: str, intent: str, is_noted: bool
) -> None:
    reading = read_message(text, context_knowledge())
    after = remember(TreatmentMemory(), reading, TODAY)
    assert is_worth_noting(reading, intent, TreatmentMemory(), after) is is_noted


def test_what_is_known_already_is_not_noted_again() -> None:
    reading = read_message("my english is bad, opdivo she have", context_knowledge())
    assert not is_worth_noting(reading, "out_of_scope", OPDIVO, OPDIVO)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("and what could happen", "side_effects/overview"),
        ("what are we supposed to look out for", "side_effects/overview"),
        ("how do the nurses give it to me", "process/how_given"),
        ("how many years must she take it", "process/how_long_treatment_lasts"),
        ("how long is each session", "process/infusion_length"),
        ("what do i need to bring", "process/infusion_length"),
        ("the weather is nice", None),
    ],
)
def test_a_short_question_after_a_note_is_about_the_treatment(text: str, topic: str | None) -> None:
    assert target(text, NOTED) == topic


@pytest.mark.parametrize(
    ("answered", "text", "topic"),
    [
        ("process/missed_appointment", "so what do i do now", "process/missed_appointment"),
        ("process/missed_appointment", "how is it given", "process/how_given"),
        ("skin/what_is_rash", "what is it", "types/checkpoint_inhibitors"),
    ],
)
def test_what_was_answered_before_the_note_goes_on_where_it_says_so_itself(
    answered: str, text: str, topic: str
) -> None:
    situation = replace(NOTED, answered=(answered,), seen=frozenset({answered}))
    assert target(text, situation) == topic


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("i finished opdivo in spring", True),
        ("had my last ever opdivo on tuesday", True),
        ("opdivo, eight months ago", True),
        ("opdivo, eight days ago", False),
        ("i get opdivo", False),
    ],
)
def test_after_a_treatment_that_is_over_the_talk_is_about_the_time_after(
    before: str, expected: bool
) -> None:
    situation = replace(NOTED, before=before)
    assert is_over(situation, context_knowledge()) is expected
    found = meaning("what now", situation)
    assert found is not None
    assert (found.phase == "over") is expected
    is_of_after = (
        target("could anything still happen", situation) == "timing/late_effects_after_end"
    )
    assert is_of_after is expected


def test_nothing_is_put_right_where_nothing_was_known() -> None:
    first = meaning("sorry my english. my wife have opdivo", NOTHING)
    other = meaning("sorry, she has yervoy", replace(NOTHING, treatment=OPDIVO))
    assert first is not None
    assert other is not None
    assert (first.action, first.is_correction) == ("note", False)
    assert (other.action, other.is_correction) == ("note", True)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how long must i take them", "managing/steroids_long_term"),
        ("how would i notice", "side_effects/fatigue"),
        ("is it dangerous", "side_effects/sleep"),
    ],
)
def test_a_symptom_between_does_not_hide_what_was_read_out(text: str, topic: str) -> None:
    steroids = ("managing/steroids",)
    situation = replace(
        NOTHING, answered=("side_effects/sleep",), seen=frozenset(steroids), read_out=steroids
    )
    assert target(text, situation) == topic


@pytest.mark.parametrize(
    ("whose", "topic"),
    [("your wife", "managing/caregiver"), (None, "managing/quality_of_life")],
)
def test_what_can_i_do_of_a_relatives_treatment_asks_how_to_help(
    whose: str | None, topic: str
) -> None:
    situation = replace(NOTED, treatment=replace(OPDIVO, whose=whose))
    assert target("what can i do", situation) == topic
    rash = replace(situation, is_noted=False, answered=("skin/what_is_rash",))
    assert target("what can i do", rash) == "skin/self_care"


@pytest.mark.parametrize(
    ("topic", "text", "expected"),
    [
        ("types/bispecifics", "how long do they monitor me", "types/bispecifics"),
        ("types/bispecifics", "which signs should i look out for", "crs/symptoms"),
        ("types/car_t", "how long will the ward keep us in", "types/car_t_hospital_stay"),
        ("types/bcg", "does that sting", "types/bcg"),
        ("types/bcg", "and at home afterwards", "types/bcg_at_home"),
        ("types/til", "tell me more", "types/adoptive_cell_transfer"),
        ("types/pd1_pdl1", "tell me more", "types/checkpoint_inhibitors"),
        ("skin/what_is_rash", "can my family catch it", "skin/what_is_rash"),
        ("process/how_given", "is that contagious", "managing/children_and_pets"),
        ("process/how_given", "what shoes should i wear", "process/infusion_length"),
        ("managing/travel", "what do we pack", "managing/travel"),
        ("managing/steroids", "do they keep the immunotherapy from working", "managing/steroids"),
        ("side_effects/colitis", "will they halt my drips over it", "process/pause_or_stop"),
        ("side_effects/hair_loss", "how come", "side_effects/compared_with_chemo"),
        ("crs/what_is", "could you put it very simple", "crs/what_is"),
        ("about/how_it_works", "if not", "about/success_and_limits"),
    ],
)
def test_more_short_questions(topic: str, text: str, expected: str) -> None:
    assert target(text, replace(NOTHING, answered=(topic,), seen=frozenset({topic}))) == expected


@pytest.mark.parametrize(
    ("text", "topic"),
    [("is it treatable", "managing/overview"), ("how often is that done", None)],
)
def test_what_is_talked_about_goes_on_though_the_answer_left_it(
    text: str, topic: str | None
) -> None:
    """ "How do they find it" after pneumonitis is answered with how everybody is watched."""
    situation = replace(
        NOTHING,
        answered=("process/monitoring",),
        seen=frozenset({"side_effects/pneumonitis", "process/monitoring"}),
        about="side_effects/pneumonitis",
    )
    assert target(text, situation) == topic


def test_the_second_after_the_first_is_of_the_same_list() -> None:
    seen = frozenset({"types/overview", "types/checkpoint_inhibitors"})
    situation = replace(NOTHING, answered=("types/checkpoint_inhibitors",), seen=seen)
    assert target("and the second one", situation) == "types/car_t"
    alone = replace(situation, seen=frozenset({"types/checkpoint_inhibitors"}))
    assert target("and the second one", alone) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("side effects of yervoy", "side_effects/overview"),
        ("opdivo how often", "process/how_often"),
        ("side effects", None),
        ("how does yervoy work", None),
    ],
)
def test_a_short_question_that_names_its_treatment_needs_no_talk_before(
    text: str, topic: str | None
) -> None:
    assert target(text, NOTHING) == topic
