"""Which answer a patient of a known treatment gets, and what stands above another treatment's."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet

from bot.content.responses import ClinicResponses
from tests.content.test_dialogue import parse, tracker

OF_CAR_T = (
    "This answer is about CAR-T cell therapy. You told me that you get a checkpoint inhibitor, "
    "so it may be different for you. Please ask your care team.\n"
)
OF_HER_CAR_T = (
    "This answer is about CAR-T cell therapy. You told me that your mother gets a checkpoint "
    "inhibitor, so it may be different there. Please ask the care team.\n"
)


@pytest.fixture
def responses(domain: Domain) -> ClinicResponses:
    return ClinicResponses(None, domain)


@pytest.mark.parametrize(
    ("asked", "known", "text"),
    [
        ("when does it start", None, "Answer about skin/onset."),
        ("when does it start with Kymriah", None, "Answer for CAR-T."),
        ("when does it start", "car_t", "Answer for CAR-T."),
        ("when does it start with opdivo", "car_t", "Answer about skin/onset."),
        ("i am not on car-t, when does it start", "car_t", "Answer about skin/onset."),
    ],
)
async def test_the_answer_for_a_treatment(
    responses: ClinicResponses, asked: str, known: str | None, text: str
) -> None:
    conversation = tracker(parse("skin", "skin/onset"), text=asked)
    conversation.update(SlotSet("treatment_type", known))
    message = await responses.generate("utter_skin/onset", conversation, "web")
    assert message is not None
    assert message["text"].startswith(text)
    assert message["metadata"]["topics"] == ["skin/onset"]


@pytest.mark.parametrize(
    ("asked", "known", "whose", "kind", "begins"),
    [
        # The talk is about CAR-T, but the patient gets a checkpoint inhibitor.
        ("when does it start", "checkpoint_inhibitor", None, "car_t", OF_CAR_T),
        ("when does it start", "checkpoint_inhibitor", "your mother", "car_t", OF_HER_CAR_T),
        # Who names CAR-T knows that the answer is about it.
        ("and with car-t", "checkpoint_inhibitor", None, "car_t", "Answer for CAR-T."),
        ("when does it start", "car_t", None, None, "Answer for CAR-T."),
        ("when does it start", None, None, "car_t", "Answer for CAR-T."),
        ("when does it start", "checkpoint_inhibitor", None, None, "Answer about skin/onset."),
    ],
)
async def test_an_answer_about_another_treatment_says_so(
    responses: ClinicResponses,
    asked: str,
    known: str | None,
    whose: str | None,
    kind: str | None,
    begins: str,
) -> None:
    conversation = tracker(parse("skin"), text=asked)
    reply = {"topics": ["skin/onset"], "kind": kind}
    slots = {"treatment_type": known, "treatment_whose": whose, "context_reply": reply}
    for name, value in slots.items():
        conversation.update(SlotSet(name, value))
    message = await responses.generate("utter_follow_up", conversation, "web")
    assert message is not None
    assert message["text"].startswith(begins)
