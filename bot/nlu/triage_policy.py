"""Rasa policy: asks about a reported symptom, one question at a time. A thin adapter of
bot/dialogue/triage.py.

It stands above the rules and leaves every turn alone in which something urgent is judged or asked.
The state of the triage is the slot ``triage``: see bot.dialogue.triage.Triage.as_json.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.triage_model import triage_reader
from bot.dialogue.triage_turn import put_again
from bot.nlu.fixed_policy import FixedPolicy
from bot.nlu.triage_messages import CALL_TODAY, QUESTION, SELF_CARE
from bot.nlu.turn_reading import TRIAGE, reading_of, triage_of

LEFT = "utter_triage_left"
ACTIONS: Mapping[str, str] = {
    "emergency": "utter_triage_emergency",
    "crisis": "utter_triage_crisis",
    "call_now": "utter_triage_call_now",
    "call_today": CALL_TODAY,
    "self_care": SELF_CARE,
    "question": QUESTION,
    "left": LEFT,
    "apology": "utter_apology",
}
_OWN = frozenset(ACTIONS.values())


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class TriagePolicy(FixedPolicy):
    """Predicts the next question or the advice; where the triage has nothing to say, nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Above the rules (6) and what the context gives (7).
        return {"priority": 8}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> PolicyPrediction:
        last = tracker.latest_action_name
        if last in _OWN:
            return self._predict(ACTION_LISTEN_NAME, domain)
        if tracker.latest_message is None or not tracker.latest_message.text:
            return self._nothing(domain)
        if last == ACTION_LISTEN_NAME:
            return self._take_turn(tracker, domain)
        return self._put_again(tracker, domain)

    def _take_turn(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        turn = reading_of(tracker).triage
        changed: list[Event] = []
        if turn.triage != triage_of(tracker):
            changed = [SlotSet(TRIAGE, turn.triage.as_json())]
        if turn.says is None:
            return self._nothing(domain, changed)
        # Kept only where this is what is said, and not where an alarm that stands is said instead.
        return self._predict(ACTIONS[turn.says], domain, own_events=changed)

    def _put_again(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        """After something else was answered, the open question is put once more, or the triage ends
        with whom to call."""
        turn = put_again(triage_of(tracker), reading_of(tracker).message, triage_reader())
        if turn.says is None:
            return self._nothing(domain)
        changed: list[Event] = [SlotSet(TRIAGE, turn.triage.as_json())]
        return self._predict(ACTIONS[turn.says], domain, own_events=changed)
