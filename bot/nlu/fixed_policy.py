"""Rasa policy without anything learned: it predicts one action surely, or leaves the turn alone."""

from __future__ import annotations

from typing import Any, TypeVar

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event

P = TypeVar("P", bound="FixedPolicy")


class FixedPolicy(Policy):
    """What every such policy shares; each one decides in ``predict_action_probabilities``."""

    @classmethod
    def load(
        cls: type[P],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ARG003
    ) -> P:
        return cls(config, model_storage, resource, execution_context)

    def train(
        self,
        training_trackers: list[Any],  # noqa: ARG002
        domain: Domain,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Resource:
        """Nothing is learned."""
        return self._resource

    def _nothing(self, domain: Domain, events: list[Event] | None = None) -> PolicyPrediction:
        """The turn is left to the others; ``events`` are kept whatever is said."""
        return self._prediction(self._default_predictions(domain), events=events)

    def _predict(
        self,
        action: str,
        domain: Domain,
        events: list[Event] | None = None,
        own_events: list[Event] | None = None,
    ) -> PolicyPrediction:
        """``events`` are kept whatever is said, ``own_events`` only where this is what is said."""
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, events=events, optional_events=own_events)
