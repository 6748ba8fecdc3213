"""What a message asks: the topic model, read over a message as typed and as meant. No Rasa."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.content.texts import visible
from bot.nlu.labels import is_topic
from bot.nlu.spelling import SpellingRepair
from bot.nlu.topic_model import TopicModel, TopicModelSettings
from bot.nlu.two_questions import TwoQuestionsSettings, find_two_topics

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Ranking = list[tuple[str, float]]
# Nobody asks more than this in one message; what is longer is read at its start and its end.
_LONGEST_READ_CHARACTERS = 1500
_SIGNS_IN_A_ROW = re.compile(r"([?!])[?!]+")


@dataclass
class Understanding:
    """Topic model and spelling repair; ``encode`` gives the vectors of texts, texts × width."""

    model: TopicModel
    spelling: SpellingRepair
    encode: Encode
    two_questions: TwoQuestionsSettings = field(default_factory=TwoQuestionsSettings)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        labels: Sequence[str],
        encode: Encode,
        english: Sequence[str],
        settings: TopicModelSettings | None = None,
    ) -> Understanding:
        """Learns from examples, their vectors and one label each."""
        return cls(
            TopicModel.fit(texts, vectors, labels, settings),
            SpellingRepair.of_examples([visible(text) for text in texts], english),
            encode,
        )

    def ranking(self, text: str, vector: NDArray[np.float32] | None = None) -> Ranking:
        """All labels with their probability, most likely first; an exact example is certain."""
        return self.rankings([text], None if vector is None else [vector])[0]

    def rankings(
        self, texts: Sequence[str], vectors: Sequence[NDArray[np.float32]] | None = None
    ) -> list[Ranking]:
        """The same of several texts: the model runs once over all of them."""
        typed, texts = texts, [_readable_part(text) for text in texts]
        known = [self._without_model(text) for text in texts]
        readings = [
            [] if ranking else self._readings(text)
            for ranking, text in zip(known, texts, strict=True)
        ]
        asked = [reading for own in readings for reading in own]
        if not asked:
            return [ranking for ranking in known if ranking]
        read = zip(typed, texts, vectors or (), strict=False)
        given = {text: vector for whole, text, vector in read if whole == text}
        of_asked = [given[one] if one in given else self.encode([one])[0] for one in asked]
        probabilities = iter(self.model.probabilities(asked, np.array(of_asked)))
        return [
            ranking or self._ranked(np.array([next(probabilities) for _ in own]))
            for ranking, own in zip(known, readings, strict=True)
        ]

    def _without_model(self, text: str) -> Ranking | None:
        exact = self.model.exact_label(text)
        if exact is None and visible(text):
            return None
        labels = [str(label) for label in self.model.labels]
        if exact is None:
            return [(label, 1 / len(labels)) for label in labels]
        return [(exact, 1.0), *((label, 0.0) for label in labels if label != exact)]

    def _readings(self, text: str) -> list[str]:
        """The text as typed and, where that differs, as meant."""
        typed = visible(text).casefold()
        meant = self.spelling.repair(typed)
        return [text] if meant == typed else [text, meant]

    def _ranked(self, probabilities: NDArray[np.float64]) -> Ranking:
        """The readings of one text, united by their geometric mean."""
        united = np.exp(np.log(probabilities).mean(axis=0))
        united /= united.sum()
        order = np.argsort(-united)
        return [(str(self.model.labels[index]), float(united[index])) for index in order]

    def two_topics(self, text: str, ranking: Ranking) -> tuple[str, str] | None:
        """The two topics of a message that asks two questions, in order; None for all others."""
        return find_two_topics(
            _readable_part(text), ranking, self.rankings, is_topic, self.two_questions
        )

    def save(self, path: Path) -> None:
        """Keeps it as a pickle: joblib's takes seconds over 300,000 n-grams."""
        with path.open("wb") as file:
            pickle.dump((self.model, self.spelling, self.two_questions), file, protocol=5)

    @classmethod
    def load(cls, path: Path, encode: Encode) -> Understanding:
        with path.open("rb") as file:
            model, spelling, two_questions = pickle.load(file)
        return cls(model, spelling, encode, two_questions)


def _readable_part(text: str) -> str:
    """What is read of a message: start and end, and of signs in a row one ("what is CAR-T???")."""
    text = _SIGNS_IN_A_ROW.sub(r"\1", text)
    if len(text) <= _LONGEST_READ_CHARACTERS:
        return text
    half = _LONGEST_READ_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"
