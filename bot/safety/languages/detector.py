"""The detector for other languages: how much a message is like those that told of a red flag.

Built like the English one (bot/safety/detector): a support vector machine over the message's vector
(of an encoder that knows many languages), what the rules noticed, and pieces of its words; beside
it a logistic regression for each symptom. It needs numpy only; all it has learned lies in plain
arrays.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.safety.finding import Reason
from bot.safety.kept import kept_for_words
from bot.safety.languages.reading import MEASURED, WHOLE_MESSAGE_CUES, ForeignReading
from bot.safety.languages.temperatures import number_classes
from bot.safety.rules.context import NOW

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]

# How much each view weighs (chosen on the example lines with a fourth of them held out).
VECTOR_WEIGHT = 1.8
RULES_WEIGHT = 0.3
PIECES_WEIGHT = 1.0
BUCKETS = 1 << 16
_SIZES = (2, 3, 4, 5)
_REASONS: tuple[Reason, ...] = (
    NOW, MEASURED, "negated", "hypothetical", "past", "other people", "mild", "below threshold",
)  # fmt: skip
_MOST_COUNTED = 3


def rule_numbers(reading: ForeignReading) -> Floats:
    """What the rules noticed: reasons, cues, emergencies, questions."""
    reasons = Counter(finding.reason for finding in reading.findings)
    emergencies = sum(f.counts and f.tier == "emergency" for f in reading.findings)
    numbers = [float(min(reasons[reason], _MOST_COUNTED)) for reason in _REASONS]
    numbers += [float(cue in reading.cues) for cue in WHOLE_MESSAGE_CUES]
    numbers += [float(min(emergencies, 2)), float("?" in reading.text)]
    return np.array(numbers, dtype=np.float32)


RULE_NUMBERS = len(rule_numbers(ForeignReading("")))


def word_pieces(plain_text: str) -> dict[int, float]:
    """Two to five neighbouring letters of each word, hashed, of unit length. A number is no word,
    but whether it would be a fever is one."""
    counts: Counter[int] = Counter()
    words = "".join(c if not c.isdecimal() else " " for c in plain_text).split()
    for word in (*words, *number_classes(plain_text)):
        counts.update(_pieces(word))
    length = sum(count * count for count in counts.values()) ** 0.5
    return {bucket: count / length for bucket, count in counts.items()}


@kept_for_words
def _pieces(word: str) -> tuple[int, ...]:
    spaced = f" {word} "
    found = [spaced[i : i + n] for n in _SIZES for i in range(len(spaced) + 1 - n)]
    return tuple(zlib.crc32(piece.encode()) % BUCKETS for piece in found)


@dataclass(frozen=True)
class Suspected:
    """How likely a message tells of a red flag happening now, and of which symptom."""

    probability: float
    symptom: str


@dataclass(frozen=True)
class LearnedForeign:
    """Everything that training found, as arrays and numbers that can be saved without pickle.

    A vector less ``mean``, times ``scale``, beside the rules' numbers makes a point; ``supports``
    are the points that decide, by their nearness (Gaussian, ``kernel_width``). From
    ``urgent_from`` on the probability alone means urgent, from
    ``check_from`` on that the patient is asked.
    """

    mean: Floats
    scale: float
    kernel_width: float
    supports: Floats
    support_weights: Floats
    piece_weights: Floats
    bias: float
    steepness: float
    shift: float
    urgent_from: float
    check_from: float
    symptom_weights: Floats
    symptom_piece_weights: Floats
    symptom_bias: Floats
    symptom_names: tuple[str, ...]

    def fits(self, symptoms: Mapping[str, object]) -> bool:
        """Whether it was trained with these symptoms and rules."""
        width = len(self.mean) + RULE_NUMBERS
        return set(self.symptom_names) <= set(symptoms) and self.supports.shape[1] == width

    def point(self, vector: Floats, rules: Floats) -> Floats:
        """The message's vector and what the rules noticed, weighed."""
        return np.concatenate([(vector - self.mean) * self.scale, rules * RULES_WEIGHT])


class ForeignDetector:
    """Judges messages of other languages with what was learned."""

    def __init__(self, learned: LearnedForeign, encode: Encode) -> None:
        self._learned = learned
        self._encode = encode
        self._squares = np.einsum("ij,ij->i", learned.supports, learned.supports)
        self.urgent_from = learned.urgent_from
        self.check_from = learned.check_from

    def __call__(self, message: str, reading: ForeignReading) -> Suspected:
        """How likely the message tells of a red flag happening now, and of which."""
        if not any(map(str.isalpha, message)):
            return Suspected(0.0, self._learned.symptom_names[0])
        learned = self._learned
        (vector,) = self._encode([message])
        point = learned.point(vector, rule_numbers(reading))
        found = word_pieces(reading.text)
        buckets = list(found)
        values = np.array(list(found.values()), dtype=np.float32)
        distances = self._squares - 2 * np.einsum("ij,j->i", learned.supports, point)
        nearness = np.exp(-learned.kernel_width * (distances + point @ point))
        margin = float(nearness @ learned.support_weights + learned.bias)
        margin += float(learned.piece_weights[buckets] @ values)
        scores = np.einsum("ij,j->i", learned.symptom_weights, point) + learned.symptom_bias
        scores += values @ learned.symptom_piece_weights[buckets]
        probability = 1 / (1 + np.exp(-(learned.steepness * margin + learned.shift)))
        return Suspected(float(probability), learned.symptom_names[int(np.argmax(scores))])
