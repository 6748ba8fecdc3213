"""bot/nlu/triage_policy.py: a tapped button answers its own question."""

from __future__ import annotations

from typing import Any
from unittest.mock import MagicMock

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.triage_state import ANSWERS, Case, Triage
from bot.nlu.triage_policy import TriagePolicy
from bot.nlu.turn_reading import TRIAGE, read_turn
from bot.settings.paths import DOMAIN_FILE

# Of three questions the first was denied (a yes is an emergency), the second is open (call now).
ASKED = Triage((Case("diarrhea", (0, None, None), asked=2),), question=("diarrhea", 1))
# Asked about an itch meanwhile.
ITCH = Triage((*ASKED.cases, Case("itch", (None, None, None), asked=1)), question=("itch", 0))
QUESTION = "utter_triage_question"
EMERGENCY, CALL_NOW = "utter_triage_emergency", "utter_triage_call_now"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.from_file(str(DOMAIN_FILE))


def tracker_of(
    domain: Domain, triage: Triage, text: str, metadata: dict[str, Any] | None
) -> DialogueStateTracker:
    parse: dict[str, Any] = {"intent": {"name": "affirm", "confidence": 1.0}, "text": text}
    events = [
        SlotSet(TRIAGE, triage.as_json()),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered(text, parse_data=parse, metadata=metadata),
    ]
    return DialogueStateTracker.from_events("one", events, domain.slots)


@pytest.mark.parametrize(
    ("triage", "text", "metadata", "action", "question"),
    [
        (ASKED, "Yes", None, CALL_NOW, None),
        (ASKED, "Yes", {ANSWERS: "diarrhea/1"}, CALL_NOW, None),
        # of another question than the one that is open
        (ASKED, "Yes", {ANSWERS: "diarrhea/0"}, EMERGENCY, None),
        (ASKED, "No", {ANSWERS: "diarrhea/0"}, QUESTION, ["diarrhea", 1]),
        (ASKED, "No", {ANSWERS: "diarrhea/1"}, QUESTION, ["diarrhea", 2]),
        (ITCH, "Yes", {ANSWERS: "diarrhea/1"}, CALL_NOW, None),
        # where none is open any more
        (Triage(), "Yes", {ANSWERS: "diarrhea/1"}, CALL_NOW, None),
        # of none that there is: the open one
        (ASKED, "Yes", {ANSWERS: "diarrhea/99"}, CALL_NOW, None),
        (ASKED, "Yes", {ANSWERS: "gone/1"}, CALL_NOW, None),
        (Triage(), "Yes", {ANSWERS: "gone/1"}, None, None),
        (Triage(), "Yes", {ANSWERS: ["diarrhea", 1]}, None, None),
    ],
)
def test_a_tapped_answer_meets_its_question(
    domain: Domain,
    triage: Triage,
    text: str,
    metadata: dict[str, Any] | None,
    action: str | None,
    question: list[Any] | None,
) -> None:
    storage, resource = MagicMock(), Resource("triage")
    context = ExecutionContext(GraphSchema({}), "one")
    policy = TriagePolicy(TriagePolicy.get_default_config(), storage, resource, context)
    tracker = tracker_of(domain, triage, text, metadata)
    prediction = policy.predict_action_probabilities(tracker, domain)
    said = domain.action_names_or_texts[prediction.max_confidence_index]
    assert (said if prediction.max_confidence else None) == action
    kept = [event.value for event in prediction.optional_events if isinstance(event, SlotSet)]
    assert [value["question"] for value in kept] == ([question] if action else [])
    assert read_turn(tracker).triage.is_alarm is (action in (EMERGENCY, CALL_NOW))
