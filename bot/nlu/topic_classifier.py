"""Rasa component: the full retrieval intent (or plain intent) of a message, with its ranking."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoders.minilm import english_words
from bot.encoders.united import UnitedEncoder
from bot.nlu.asked_in_letter import surest_question
from bot.nlu.fear_beside import read_fear, treatment_asked_about
from bot.nlu.parse_result import (
    AFTER_COMFORT,
    FEAR,
    QUESTION_IN_STORY,
    SUREST_QUESTION,
    TWO_TOPICS,
    set_intent,
    set_label_ranking,
)
from bot.nlu.question_in_story import question_in_story
from bot.nlu.sentence_encoder import SentenceEncoderFeaturizer, sentence_vector
from bot.nlu.understanding import Ranking, Understanding

_MODEL_FILE = "topics.pickle"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Thin adapter around :class:`bot.nlu.understanding.Understanding`."""

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        understanding: Understanding | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._understanding = understanding

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoderFeaturizer]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> TopicClassifier:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **kwargs: Any,  # noqa: ARG003
    ) -> TopicClassifier:
        with model_storage.read_from(resource) as folder:
            understanding = Understanding.load(folder / _MODEL_FILE, UnitedEncoder.load().encode)
        return cls(model_storage, resource, understanding)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every example with an intent; retrieval intents keep their full name."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        understanding = Understanding.fit(
            [m.get(TEXT) for m in examples],
            np.array([sentence_vector(m) for m in examples], dtype=np.float32),
            [m.get(INTENT_RESPONSE_KEY) or m.get(INTENT) for m in examples],
            UnitedEncoder.load().encode,
            english_words(),
        )
        with self._model_storage.write_to(self._resource) as folder:
            understanding.save(folder / _MODEL_FILE)
        return self._resource

    def labels_of(self, text: str) -> Ranking:
        """All labels with their probability, most likely first, and nothing else of a message."""
        return self._understanding.ranking(text) if self._understanding else []

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text is None or self._understanding is None:
                continue
            ranking = self._understanding.ranking(text, sentence_vector(message))
            set_label_ranking(message, ranking)
            message.set(TWO_TOPICS, self._understanding.two_topics(text, ranking))
            fear = read_fear(
                text, ranking, self._understanding.rankings, treatment_asked_about(text)
            )
            message.set(FEAR, fear.is_heard)
            message.set(AFTER_COMFORT, fear.topic, add_to_output=True)
            asked = question_in_story(text, ranking, self._understanding.rankings)
            message.set(QUESTION_IN_STORY, asked)
            surest = partial(surest_question, text, ranking, self._understanding.rankings)
            message.set(SUREST_QUESTION, surest)
            set_intent(message, *ranking[0])
        return messages
