"""Rasa component: answers, offers or refuses, by how sure the topic classifier is.

``out_of_scope`` gets the honest "I don't have an answer to that", ``offer_topics`` the buttons
"Did you mean …?", ``two_topics`` two answers in the order they were asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parse_result import LABEL_RANKING, is_topic, set_intent

OFFER_INTENT = "offer_topics"
OUT_OF_SCOPE_INTENT = "out_of_scope"


@dataclass(frozen=True)
class Decision:
    """What is done with a message: an intent, how sure, and the topics that go with it."""

    intent: str
    confidence: float
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from 0 to 1, chosen on held-out writers (docs/understanding.md)."""

    answer: float = 0.4
    offer: float = 0.12
    offered: float = 0.05
    most_offered: int = 3


def decide(ranking: Sequence[tuple[str, float]], thresholds: Thresholds) -> Decision:
    """Ranking (label, probability; best first) → what is done.

    A label that is no topic is taken when it is the best one. A sure topic is answered. Where
    topics together are likelier than everything else but none is sure, the best are offered.
    """
    best, confidence = ranking[0]
    if is_topic(best) and confidence >= thresholds.answer:
        return Decision(best, confidence, (best,))
    if not is_topic(best) and confidence >= thresholds.answer:
        return Decision(best, confidence)
    close = [label for label, p in ranking if is_topic(label) and p >= thresholds.offered]
    likely = sum(p for label, p in ranking if is_topic(label))
    if close and likely >= 1 - likely and ranking[0][1] >= thresholds.offer:
        return Decision(OFFER_INTENT, likely, tuple(close[: thresholds.most_offered]))
    if is_topic(best):
        return Decision(OUT_OF_SCOPE_INTENT, 1 - confidence)
    return Decision(best, confidence)


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False
)
class AnswerOfferRefuse(IntentClassifier, GraphComponent):
    """Thin adapter around :func:`decide`."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._thresholds = Thresholds(
            **{key: config[key] for key in Thresholds.__dataclass_fields__ if key in config}
        )
        if not 0 <= self._thresholds.offer <= self._thresholds.answer <= 1:
            raise InvalidConfigException(
                "config.yml, AnswerOfferRefuse: 0 <= offer <= answer <= 1 does not hold."
            )

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return dict(vars(Thresholds()))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> AnswerOfferRefuse:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = message.get(LABEL_RANKING)
            if not ranking:
                continue
            decision = decide(ranking, self._thresholds)
            set_intent(message, decision.intent, decision.confidence, decision.topics)
        return messages
