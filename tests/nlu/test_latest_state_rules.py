"""bot/nlu/latest_state_rules.py: rules are tried as Rasa tries them, less what cannot match."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.latest_state_rules import LatestStateRulePolicy

DOMAIN = Domain.from_dict(
    {
        "intents": ["ask", "greet"],
        "responses": {name: [{"text": name}] for name in ("utter_answer", "utter_words")},
    }
)
FOR_INTENT = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "ask"}}
FOR_WORDS = {"prev_action": {"action_name": "action_listen"}, "user": {"text": "word for word"}}


def action_after(policy: LatestStateRulePolicy, text: str, intent: str) -> str | None:
    tracker = DialogueStateTracker.from_events(
        "someone",
        [ActionExecuted("action_listen"), UserUttered(text, {"name": intent, "confidence": 1.0})],
        domain=DOMAIN,
    )
    prediction = policy.predict_action_probabilities(tracker, DOMAIN)
    if not prediction.max_confidence:
        return None
    return DOMAIN.action_names_or_texts[prediction.probabilities.index(prediction.max_confidence)]


def policy_with(
    folder: Path, *rules: tuple[dict[str, dict[str, str]], str]
) -> LatestStateRulePolicy:
    policy = LatestStateRulePolicy(
        {**LatestStateRulePolicy.get_default_config(), "enable_fallback_prediction": False},
        LocalModelStorage(folder),
        Resource("rules"),
        ExecutionContext(GraphSchema({})),
    )
    policy.lookup["rules"] = {
        json.dumps([state], sort_keys=True): action for state, action in rules
    }
    return policy


@pytest.mark.parametrize(
    ("text", "intent", "action"),
    [("what is it", "ask", "utter_answer"), ("word for word", "greet", None)],
)
def test_rules_for_intents(tmp_path: Path, text: str, intent: str, action: str | None) -> None:
    assert action_after(policy_with(tmp_path, (FOR_INTENT, "utter_answer")), text, intent) == action


def test_rules_for_words_come_first_where_there_are_any(tmp_path: Path) -> None:
    policy = policy_with(tmp_path, (FOR_INTENT, "utter_answer"), (FOR_WORDS, "utter_words"))
    assert action_after(policy, "word for word", "ask") == "utter_words"
    assert action_after(policy, "in other words", "ask") == "utter_answer"
