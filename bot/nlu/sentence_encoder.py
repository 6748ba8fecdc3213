"""Rasa component: puts the sentence vectors of a message into its dense features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoders.united import WIDTHS, UnitedEncoder
from bot.nlu.understanding import Encode


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the vectors of both encoders, side by side, as one sentence feature: those that the
    safety layer and the triage look at, so that a message is encoded once."""

    def __init__(self, config: dict[str, Any], name: str, encoder: UnitedEncoder) -> None:
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        return cls(config, execution_context.node_name, UnitedEncoder.load())

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set."""

    def process(self, messages: list[Message]) -> list[Message]:
        self._add_vectors(messages, self._encoder.encode)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self._add_vectors(training_data.training_examples, self._encoder.encode_many)
        return training_data

    def _add_vectors(self, messages: list[Message], encode: Encode) -> None:
        with_text = [message for message in messages if message.get(TEXT) is not None]
        vectors = encode([message.get(TEXT) for message in with_text])
        for message, vector in zip(with_text, vectors, strict=True):
            message.add_features(
                Features(
                    vector[np.newaxis],
                    FEATURE_TYPE_SENTENCE,
                    TEXT,
                    self._config[FEATURIZER_CLASS_ALIAS],
                )
            )


def sentence_vector(message: Message) -> NDArray[np.float32]:
    """The vector that the component has put into a message; zeros where there is none."""
    _, features = message.get_dense_features(TEXT)
    if features is None:
        return np.zeros(sum(WIDTHS), dtype=np.float32)
    vector: NDArray[np.float32] = features.features[0]
    return vector
