"""bot/nlu/triage_policy.py: what is kept of the triage when the content has changed since."""

from __future__ import annotations

from typing import Any
from unittest.mock import MagicMock

import pytest
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.red_flag_files import load_knowledge
from bot.content.triage import load_triage
from bot.dialogue.reports import Reader
from bot.dialogue.triage_levels import Rules
from bot.dialogue.triage_state import Case, Triage
from bot.nlu import triage_policy, turn_reading
from bot.nlu.triage_policy import TriagePolicy
from bot.nlu.turn_reading import TRIAGE
from bot.settings.paths import DOMAIN_FILE

ANOTHER_NAME = Triage((Case("rash_of_yesterday", (None, None), 1),), ("rash_of_yesterday", 0))
A_QUESTION_MORE = Triage((Case("rash", (1, None, None, None), 2),), ("rash", 1))


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(DOMAIN_FILE))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Rules(load_triage()), load_knowledge().cues)


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> TriagePolicy:
    for module in (triage_policy, turn_reading):
        monkeypatch.setattr(module, "triage_reader", lambda: reader)
    context = ExecutionContext(GraphSchema({}))
    return TriagePolicy(TriagePolicy.get_default_config(), MagicMock(), Resource("p"), context)


def wrote(text: str, intent: str) -> list[Event]:
    parse: dict[str, Any] = {"intent": {"name": intent, "confidence": 0.9}, "text": text}
    message = UserUttered(text, parse_data=parse, intent={"name": intent})
    return [ActionExecuted(ACTION_LISTEN_NAME), message]


def action_of(prediction: PolicyPrediction, domain: Domain) -> str | None:
    """What a prediction is sure of; None where it leaves the turn alone."""
    best = max(range(len(prediction.probabilities)), key=prediction.probabilities.__getitem__)
    return domain.action_names_or_texts[best] if prediction.probabilities[best] else None


def said_to(
    kept: Triage, texts: list[tuple[str, str]], policy: TriagePolicy, domain: Domain
) -> list[str | None]:
    """What the policy says to each message; what it keeps, the conversation has from then on."""
    hello = wrote("i have a rash", "other")
    before: list[Event] = [*hello, SlotSet(TRIAGE, kept.as_json())]
    tracker = DialogueStateTracker.from_events("one", before, domain.slots)
    said = []
    for text, intent in texts:
        tracker.update_with_events(wrote(text, intent), domain)
        prediction = policy.predict_action_probabilities(tracker, domain)
        said.append(action_of(prediction, domain))
        tracker.update_with_events([*prediction.events, *prediction.optional_events], domain)
        tracker.update(ActionExecuted(said[-1] or "utter_affirm"))
    return said


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        # nobody knows what the first yes is to; after it the conversation goes on
        (ANOTHER_NAME, ["utter_apology", None]),
        (A_QUESTION_MORE, ["utter_triage_question", "utter_triage_emergency"]),
    ],
)
def test_a_yes_to_a_question_that_is_no_more(
    kept: Triage, said: list[str | None], policy: TriagePolicy, domain: Domain
) -> None:
    assert said_to(kept, [("yes", "affirm")] * 2, policy, domain) == said


@pytest.mark.parametrize("kept", [ANOTHER_NAME, A_QUESTION_MORE])
def test_after_the_apology_it_listens(kept: Triage, policy: TriagePolicy, domain: Domain) -> None:
    events = [*wrote("yes", "affirm"), SlotSet(TRIAGE, kept.as_json())]
    tracker = DialogueStateTracker.from_events("one", events, domain.slots)
    tracker.update(ActionExecuted("utter_apology"))
    prediction = policy.predict_action_probabilities(tracker, domain)
    assert action_of(prediction, domain) == ACTION_LISTEN_NAME
