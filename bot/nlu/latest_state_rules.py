"""Rasa's RulePolicy, without replaying the whole conversation for each message."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class LatestStateRulePolicy(RulePolicy):
    """All our rules begin with a message (bot/data/conversation/rules.yml): right after one, its
    state alone decides. Elsewhere it is Rasa's own, which builds the states of all turns."""

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            states: list[State] = super()._prediction_states(
                tracker, domain, use_text_for_last_user_input, rule_only_data
            )
            return states
        latest = [domain.get_active_state(tracker)]
        self.featurizer._choose_last_user_input([latest], use_text_for_last_user_input)
        return latest
