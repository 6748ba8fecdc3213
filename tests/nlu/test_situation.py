"""From Rasa's tracker to what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.triage import triage_knowledge
from bot.nlu.leaning import topic_leant_on
from bot.nlu.situation import (
    OpenSymptom,
    memory_before_pause,
    situation_of,
    symptom_before_pause,
    text_read_together,
    wants_feedback,
)


def user(text: str, understood: str = "", **red_flag: Any) -> UserUttered:
    flag = {"understood": understood, **red_flag}
    return UserUttered(text, {"name": "x"}, parse_data={"intent": {"name": "x"}, "red_flag": flag})


def bot(kind: str = "other", action: str = "utter_x", **metadata: Any) -> BotUttered:
    inner = {"kind": kind, **metadata}
    return BotUttered("…", metadata={"utter_action": action, "metadata": inner})


def tracker(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("t", events, Domain.empty().slots)


def answer(topic: str) -> list[Event]:
    return [user(f"about {topic}"), bot("answer", topics=[topic], also=["crs/risks"])]


def test_the_last_answer_and_what_was_offered_under_it() -> None:
    found = situation_of(tracker(*answer("skin/onset"), *answer("crs/what_is"), user("why")))
    assert found.answered == ("crs/what_is",)
    assert found.seen == {"skin/onset", "crs/what_is"}
    assert found.offered == ("crs/risks",)
    assert not found.is_offer


def test_an_offer_goes_before_what_was_answered_earlier() -> None:
    offer = bot("offer", topics=["skin/onset", "crs/causes"])
    found = situation_of(tracker(*answer("crs/what_is"), user("hm"), offer, user("2")))
    assert (found.is_offer, found.offered) == (True, ("skin/onset", "crs/causes"))


def test_an_answer_is_talked_about_for_a_few_messages_only() -> None:
    small_talk: list[Event] = [user("ok"), bot("smalltalk")]
    kept = situation_of(tracker(*answer("crs/what_is"), *small_talk * 3, user("why")))
    gone = situation_of(tracker(*answer("crs/what_is"), *small_talk * 4, user("why")))
    assert (kept.answered, gone.answered) == (("crs/what_is",), ())


def test_a_symptom_that_is_asked_about_is_talked_about() -> None:
    asked = bot("question", findings=["rash"])
    found = situation_of(tracker(user("my arm has spots"), asked, user("how long does it last")))
    assert found.answered == (triage_knowledge().symptoms["rash"].topic,)
    assert found.seen == frozenset()


def test_what_was_said_before_a_pause_is_not_talked_about() -> None:
    found = situation_of(tracker(*answer("crs/what_is"), SessionStarted(), user("why")))
    assert (found.answered, found.offered) == ((), ())


def test_what_the_assistant_asked() -> None:
    asks = bot(asks="treatment")
    assert situation_of(tracker(user("what now"), asks, user("car-t"))).asked == "treatment"
    assert situation_of(tracker(user("what now"), asks, user("hm"), bot(), user("x"))).asked is None


def events_with_feedback(count: int) -> Sequence[Event]:
    return [event for number in range(count) for event in answer(f"skin/{number}")]


def test_whether_it_helped_is_asked_once_in_three_answers() -> None:
    assert wants_feedback(tracker(*events_with_feedback(2))) is None
    assert wants_feedback(tracker(*events_with_feedback(3))) == "skin/2"
    asked = [*events_with_feedback(3), bot(asks="helped")]
    assert wants_feedback(tracker(*asked)) is None
    assert wants_feedback(tracker(*asked, *events_with_feedback(2))) is None
    assert wants_feedback(tracker(*asked, *events_with_feedback(3))) == "skin/2"


def test_it_is_not_asked_beside_words_about_when_to_call() -> None:
    last: list[Event] = [
        user("fever", asked_about="a fever"),
        bot("answer", topics=["crs/symptoms"]),
    ]
    assert wants_feedback(tracker(*events_with_feedback(2), *last)) is None


def test_the_treatment_before_a_pause() -> None:
    events = [
        SlotSet("treatment_type", "car_t"),
        SlotSet("treatment_whose", "your mother"),
        SlotSet("infusion_date", None),
        SessionStarted(),
    ]
    before = memory_before_pause(events)
    assert before == {"treatment_type": "car_t", "treatment_whose": "your mother"}
    assert memory_before_pause(events[:-1]) == {}
    assert memory_before_pause([*events, user("hello"), SessionStarted()]) == {}


FEVER: list[Event] = [user("i have 39", "a fever of 39 °C"), bot("red_flag")]
RASH: list[Event] = [user("a rash"), bot("advice", findings=["rash"])]


@pytest.mark.parametrize(
    ("before", "symptom"),
    [
        (FEVER, OpenSymptom("a fever of 39 °C", was_red=True)),
        ([user("a bit hot", "a fever"), bot("check")], OpenSymptom("a fever", was_red=True)),
        (RASH, OpenSymptom("a rash", was_red=False)),
        ([*RASH, *answer("crs/what_is")], OpenSymptom("a rash", was_red=False)),
        ([*FEVER, user("no"), bot(action="utter_not_now")], None),
        ([*RASH, user("gone"), bot(action="utter_symptom_better")], None),
        (answer("crs/what_is"), None),
    ],
)
def test_the_symptom_before_a_pause(before: list[Event], symptom: OpenSymptom | None) -> None:
    assert symptom_before_pause([*before, SessionStarted()]) == symptom
    assert symptom_before_pause(before) is None


def test_a_message_in_two_pieces_is_one() -> None:
    pieces = tracker(user("and my"), bot(action="utter_go_on"))
    assert text_read_together(pieces, "skin itches") == "and my skin itches"
    assert text_read_together(tracker(*answer("crs/what_is")), "skin itches") == "skin itches"


@pytest.mark.parametrize(
    ("shares", "leans"),
    [((0.6, 0.15), False), ((0.5, 0.1), True)],
)
@pytest.mark.parametrize("is_answered", [True, False])
def test_what_only_came_up_is_leant_on_less(
    shares: tuple[float, float], leans: bool, is_answered: bool
) -> None:
    fever = triage_knowledge().symptoms["fever"].topic
    said = answer(fever) if is_answered else [user("39.4"), bot("red_flag", findings=["fever"])]
    ranking = list(zip(("skin/treatment", "skin/causes"), shares, strict=True))
    leant_on = topic_leant_on(tracker(*said), "how is the rash treated", ranking)
    assert leant_on == (fever if is_answered or leans else None)


def test_a_symptom_of_an_alarm_is_talked_about() -> None:
    alarmed = bot("red_flag", findings=["diarrhea"])
    found = situation_of(tracker(user("six times since noon"), alarmed, user("what can i eat")))
    assert found.answered == (triage_knowledge().symptoms["diarrhea"].topic,)


@pytest.mark.parametrize(
    ("topics", "answered"),
    [
        (["process/missed_appointment"], ("process/missed_appointment",)),
        (["process/missed_appointment", "managing/work"], ()),
    ],
)
def test_a_single_offer_is_talked_about(topics: list[str], answered: tuple[str, ...]) -> None:
    offered = [user("no way of getting there"), bot("offer", topics=topics)]
    noted = [user("it's opdivo"), bot(action="utter_treatment_noted")]
    found = situation_of(tracker(*offered, *noted, user("what now")))
    assert (found.answered, found.before, found.is_noted) == (answered, "it's opdivo", True)
    assert found.seen == frozenset()


@pytest.mark.parametrize(
    ("text", "label", "share", "leans"),
    [
        ("can you simply stop", "stop_talking", 0.6, True),
        ("please stop now", "stop_talking", 0.6, False),
        ("can you simply stop", "stop_talking", 0.75, False),
        ("and driving", "goodbye", 0.5, True),
        ("bye then", "goodbye", 0.5, False),
        ("and tea", "out_of_scope", 0.8, True),
        ("and tea", "out_of_scope", 0.9, False),
        ("and where would one buy the best tea in town", "out_of_scope", 0.8, False),
    ],
)
def test_few_words_and_questions_lean_though_they_sound_like_something_else(
    text: str, label: str, share: float, leans: bool
) -> None:
    ranking = [(label, share), ("skin/causes", 0.1)]
    found = topic_leant_on(tracker(*answer("managing/alcohol")), text, ranking)
    assert (found == "managing/alcohol") is leans
