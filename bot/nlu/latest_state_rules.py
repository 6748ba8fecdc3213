"""Rasa's RulePolicy, without replaying the whole conversation for each message."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT

# A rule is kept as JSON of its states.
_WORDS = f'"{TEXT}":'


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class LatestStateRulePolicy(RulePolicy):
    """All our rules begin with a message (bot/data/conversation/rules.yml): right after one, its
    state alone decides. Elsewhere it is Rasa's own, which builds the states of all turns.

    Rasa also tries all rules with the message's words before it tries them with its intent, where
    no rule is about words.
    """

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

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input and not self._has_rules_for_words:
            return None, None, False
        found: tuple[str | None, str | None, bool] = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found

    @property
    def _has_rules_for_words(self) -> bool:
        return any(_WORDS in rule_key for rule_key in self.lookup[RULES])
