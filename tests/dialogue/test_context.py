"""What a message means after what was said before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.context import meaning_of
from bot.dialogue.reading import read_message
from bot.dialogue.situation import Meaning, Situation, Understood
from bot.dialogue.treatment import TreatmentMemory, remember

TODAY = date(2026, 11, 29)
NOTHING = Situation(TODAY)
UNCLEAR = Understood("out_of_scope")
TITLES = {
    "skin/self_care": "What can I do at home for itchy skin?",
    "managing/diet": "What should I eat during immunotherapy?",
    "crs/treatment": "How is CRS (cytokine storm) treated?",
}


def meaning(
    text: str, situation: Situation = NOTHING, understood: Understood = UNCLEAR
) -> Meaning | None:
    reading = read_message(text, context_knowledge())
    memory = remember(situation.treatment, reading, TODAY)
    return meaning_of(reading, situation, understood, memory, TITLES)


def answered(topic: str) -> Situation:
    return replace(NOTHING, answered=(topic,), seen=frozenset({topic}))


@pytest.mark.parametrize(
    ("topic", "text", "target"),
    [
        ("crs/what_is", "is it dangerous", "crs/risks"),
        ("crs/what_is", "and how is it treated?", "crs/treatment"),
        ("crs/symptoms", "who gets it", "crs/risk_factors"),
        ("crs/what_is", "tell me more", "crs/symptoms"),
        ("skin/symptoms", "why", "skin/causes"),
        ("skin/causes", "how long does it last", "timing/how_long_side_effects_last"),
        ("skin/what_is_rash", "what helps", "skin/self_care"),
        ("types/car_t", "and the side effects?", "side_effects/overview"),
        ("types/car_t", "how does it work", "types/car_t_steps"),
        (
            "types/checkpoint_inhibitors",
            "how long do i have to take it",
            "process/how_long_treatment_lasts",
        ),
        ("process/how_given", "how long does that take", "process/infusion_length"),
        ("process/tests_before", "which ones", "process/tests_before"),
        ("types/bispecifics", "how long must he stay in the hospital", "types/bispecifics"),
        ("types/car_t", "how long does one have to be in a clinic", "types/car_t_hospital_stay"),
        ("side_effects/pneumonitis", "how would i notice", "side_effects/pneumonitis"),
        ("side_effects/hair_loss", "is it permanent", "timing/how_long_side_effects_last"),
        ("managing/steroids", "what do they do to me", "managing/steroids_long_term"),
        ("timing/late_effects_after_end", "like what", "timing/long_term"),
        ("managing/diet", "and drink?", "managing/hydration"),
        ("about/what_is_immunotherapy", "and the benefits?", "benefits/overview"),
    ],
)
def test_a_short_question_is_about_the_last_answer(topic: str, text: str, target: str) -> None:
    found = meaning(text, answered(topic))
    assert found is not None
    assert (found.action, found.topics) == ("answer", (target,))


def test_every_topic_has_answers_to_usual_short_questions() -> None:
    follow_ups = context_knowledge().follow_ups
    for topic in (topic for subject in follow_ups.subjects for topic in subject.topics):
        for sort in ("why", "danger", "duration", "side_effects", "call"):
            if sort == "why" and follow_ups.subject_of(topic).kind == "treatment":  # type: ignore[union-attr]
                continue
            if follow_ups.subject_of(topic).kind == "life" or "duration" in sort:  # type: ignore[union-attr]
                continue
            assert follow_ups.target(topic, sort), (topic, sort)


def test_what_was_talked_about_outlives_a_general_answer() -> None:
    situation = replace(answered("timing/how_long_side_effects_last"), about="skin/causes")
    found = meaning("any cream for it?", situation)
    assert found is not None
    assert found.topics == ("skin/treatment",)


def test_an_answer_is_for_the_treatment_that_was_talked_about() -> None:
    found = meaning("and the side effects?", answered("types/car_t"))
    assert found == Meaning(
        "answer", ("side_effects/overview",), "side_effects", "car_t", about="types/car_t"
    )


@pytest.mark.parametrize(
    ("last", "sort", "text", "topic", "kind"),
    [
        (
            "side_effects/overview",
            "side_effects",
            "and with CAR-T?",
            "side_effects/overview",
            "car_t",
        ),
        ("types/checkpoint_inhibitors", None, "and car-t?", "types/car_t", "car_t"),
        (
            "process/infusion_length",
            None,
            "what about keytruda",
            "process/infusion_length",
            "checkpoint_inhibitor",
        ),
    ],
)
def test_the_same_question_about_another_treatment(
    last: str, sort: str | None, text: str, topic: str, kind: str
) -> None:
    found = meaning(text, replace(answered(last), sort=sort))
    assert found == Meaning("answer", (topic,), sort, kind)


@pytest.mark.parametrize(
    "text",
    [
        "how is a rash treated",
        "what should i eat during treatment",
        "is it safe to swim in the sea",
        "hello",
        "i have a fever of 39",
        "my knee hurts",
    ],
)
def test_a_message_that_stands_by_itself_is_not_bent(text: str) -> None:
    understood = Understood("managing", ("managing/diet",))
    assert meaning(text, answered("crs/what_is"), understood) is None


@pytest.mark.parametrize("text", ["is it dangerous", "the second one", "I take Keytruda", "and my"])
def test_nothing_is_read_into_an_alarm(text: str) -> None:
    situation = replace(answered("crs/what_is"), offered=("skin/self_care", "managing/diet"))
    assert meaning(text, situation, Understood("red_flag_check", is_alarm=True)) is None


@pytest.mark.parametrize("text", ["why", "is it dangerous", "tell me more", "the second one", "2"])
def test_without_anything_before_it_a_reference_means_nothing(text: str) -> None:
    assert meaning(text) is None


OFFER = replace(
    NOTHING, offered=("skin/self_care", "managing/diet", "crs/treatment"), is_offer=True
)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("the second one", ("managing/diet",)),
        ("2", ("managing/diet",)),
        ("the last", ("crs/treatment",)),
        ("first please", ("skin/self_care",)),
        ("not that, the skin one", ("skin/self_care",)),
        ("the one about crs", ("crs/treatment",)),
    ],
)
def test_a_choice_from_an_offer(text: str, topics: tuple[str, ...]) -> None:
    found = meaning(text, OFFER)
    assert found is not None
    assert (found.action, found.topics) == ("answer", topics)


def test_yes_to_one_topic_is_answered_and_to_several_asked_again() -> None:
    yes = Understood("affirm")
    one = replace(OFFER, offered=("managing/diet",))
    assert meaning("yes", one, yes) == Meaning("answer", ("managing/diet",), is_chosen=True)
    assert meaning("yes", OFFER, yes) == Meaning("offer", OFFER.offered)
    assert meaning("yes", answered("managing/diet"), yes) is None


@pytest.mark.parametrize("text", ["I take Keytruda", "it's pembro", "third cycle next week"])
def test_a_bare_fact_is_noted(text: str) -> None:
    found = meaning(text)
    assert found is not None
    assert found.action == "note"
    assert len(found.topics) <= 3


def test_a_treatment_that_somebody_does_not_get_is_asked_for() -> None:
    situation = replace(NOTHING, treatment=TreatmentMemory("checkpoint_inhibitor", "Keytruda"))
    assert meaning("i am not on keytruda", situation) == Meaning("other_treatment")


def test_questions_after_a_fact_fit_the_treatment() -> None:
    found = meaning("my dad has CAR-T")
    assert found is not None
    assert found.topics[0] == "types/car_t"


def test_and_after_that_asks_for_more_of_what_was_answered() -> None:
    driving = replace(NOTHING, answered=("managing/driving_after_car_t",))
    found = meaning("and after that?", driving)
    assert found is not None
    assert (found.action, found.topics[0]) == ("answer", "types/car_t_hospital_stay")
    expected = meaning("and after that?", replace(NOTHING, treatment=KNOWN))
    assert expected is not None
    assert expected.action == "expect"


def test_two_questions_are_not_bent() -> None:
    leaning = Understood("two_topics", in_context=(("process/infusion_length", 0.9),))
    text = "what is car-t and how long does the drip take"
    assert meaning(text, answered("timing/results"), leaning) is None


KNOWN = TreatmentMemory("car_t", infusion=date(2026, 11, 27))


@pytest.mark.parametrize(
    ("text", "treatment", "action", "phase"),
    [
        ("what should i expect now", TreatmentMemory(), "ask_treatment", None),
        ("what should i expect now", TreatmentMemory("car_t"), "ask_time", None),
        ("what should i expect now", KNOWN, "expect", "first_days"),
        ("and in the coming weeks?", KNOWN, "expect", "weeks"),
        ("what can i expect in the next days", TreatmentMemory("bcg"), "expect", "first_days"),
    ],
)
def test_what_to_expect_asks_for_at_most_one_thing(
    text: str, treatment: TreatmentMemory, action: str, phase: str | None
) -> None:
    found = meaning(text, replace(NOTHING, treatment=treatment))
    assert found is not None
    assert (found.action, found.phase) == (action, phase)


@pytest.mark.parametrize(
    ("asked", "text", "phase"),
    [
        ("treatment", "a checkpoint inhibitor", "first_days"),
        ("treatment", "I don't know", "first_days"),
        ("time", "Not started yet", "before"),
        ("time", "more than a week ago", "weeks"),
        ("time", "it is over", "over"),
        ("time", "I don't know", "first_days"),
        ("time", "3 weeks ago", "weeks"),
    ],
)
def test_the_answer_to_what_was_asked_brings_the_expectation(
    asked: str, text: str, phase: str
) -> None:
    found = meaning(text, replace(NOTHING, asked=asked))  # type: ignore[arg-type]
    assert found is not None
    assert (found.action, found.phase) == ("expect", phase)


@pytest.mark.parametrize(
    ("asked", "intent", "text", "action"),
    [
        ("helped", "affirm", "yes", "helped"),
        ("helped", "deny", "no", "did_not_help"),
        ("same_treatment", "affirm", "yes", "same_treatment"),
        ("same_treatment", "deny", "no", "other_treatment"),
        ("symptom_today", "out_of_scope", "It is better", "symptom_better"),
        ("symptom_today", "out_of_scope", "all gone, thanks", "symptom_better"),
        ("symptom_today", "out_of_scope", "still the same", "symptom_same"),
        ("symptom_today", "out_of_scope", "not better", "symptom_same"),
        ("symptom_today", "out_of_scope", "it got worse", "symptom_worse"),
    ],
)
def test_the_answer_to_a_question_of_our_own(
    asked: str, intent: str, text: str, action: str
) -> None:
    found = meaning(text, replace(NOTHING, asked=asked), Understood(intent))  # type: ignore[arg-type]
    assert found is not None
    assert found.action == action


def test_an_alarm_of_yesterday_that_is_the_same_is_one() -> None:
    situation = replace(NOTHING, asked="symptom_today", symptom_was_red=True)
    assert meaning("the same", situation) == Meaning("symptom_worse")
    assert meaning("gone", situation) == Meaning("symptom_better")


def test_an_unfinished_message_waits_for_the_rest() -> None:
    assert meaning("and my") == Meaning("go_on")
