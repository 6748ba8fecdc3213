"""bot/content/triage_responses.py: what is said where the content has changed in between."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.responses import ClinicResponses
from bot.dialogue.triage_state import Case, Triage


@pytest.fixture
def responses(domain: Domain) -> ClinicResponses:
    return ClinicResponses(None, domain)


@pytest.mark.parametrize("name", ["question", "call_today", "self_care"])
async def test_what_the_triage_says_of_a_symptom_that_is_not_here_is_the_apology(
    responses: ClinicResponses, name: str
) -> None:
    """What was decided by newer content has no words in the older one."""
    new = Triage((Case("new", (None,), 1),), ("new", 0), about=("new",)).as_json()
    of_new = DialogueStateTracker.from_events("one", [UserUttered("yes")])
    of_new.update(SlotSet("triage", new))
    message = await responses.generate(f"utter_triage_{name}", of_new, "telegram")
    assert message is not None
    assert message["text"].startswith("I am sorry. Something went wrong")
    assert "{" not in message["text"]


@pytest.mark.parametrize(
    ("name", "urgency"),
    [("emergency", "emergency"), ("crisis", "emergency"), ("call_now", "call_now")],
)
async def test_an_alarm_of_a_symptom_that_is_not_here_is_said(
    responses: ClinicResponses, name: str, urgency: str
) -> None:
    of_new = DialogueStateTracker.from_events("one", [UserUttered("yes")])
    of_new.update(SlotSet("triage", Triage(about=("new",)).as_json()))
    message = await responses.generate(f"utter_triage_{name}", of_new, "telegram")
    assert message is not None
    assert message["metadata"]["urgency"] == urgency
    assert "{" not in message["text"]


@pytest.mark.parametrize(
    ("treatment", "place", "says_why"),
    [
        ("car_t", 0, True),
        ("bispecific", 0, True),
        ("checkpoint_inhibitor", 0, False),
        ("car_t", 2, False),
    ],
)
async def test_a_call_for_the_treatment_alone_says_so(
    responses: ClinicResponses, treatment: str, place: int, says_why: bool
) -> None:
    """Who can do most things is not told without a reason to call now."""
    answered = Case("fatigue", (0, 0, place), 3)
    triage = Triage((answered,), about=("fatigue",), treatment=treatment).as_json()
    tracker = DialogueStateTracker.from_events("one", [UserUttered("as I said")])
    tracker.update(SlotSet("triage", triage))
    message = await responses.generate("utter_triage_call_now", tracker, "telegram")
    assert message is not None
    assert ("because of your treatment" in message["text"]) is says_why
