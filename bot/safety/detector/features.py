"""What the detector sees of a message besides its sentence vectors."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.safety.finding import Reason
from bot.safety.kept import kept_for_words
from bot.safety.rules.context import BARE, JUST_OVER, NOW, OWN_QUESTION, UNCLEAR_WORDING
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.reading import Reading

REASONS: tuple[Reason, ...] = (
    NOW, BARE, UNCLEAR_WORDING, "negated", "hypothetical", "question", "past", "resolved",
    "other people", "figurative", "mild", "below threshold", OWN_QUESTION, JUST_OVER,
)  # fmt: skip
MOST_COUNTED = 3
WORDS_OF_A_LONG_MESSAGE = 30
NGRAM_BUCKETS = 1 << 14


def rule_features(reading: Reading, knowledge: RedFlagKnowledge) -> NDArray[np.float32]:
    """What the rules noticed, as numbers: reasons, symptoms, context, complaints, length."""
    findings = reading.findings
    reasons = Counter(finding.reason for finding in findings)
    counting = {finding.symptom for finding in findings if finding.counts}
    emergencies = sum(f.counts and f.tier == "emergency" for f in findings)
    cue_kinds = Counter(match.label for match in reading.cues.matches)
    numbers: list[float] = [min(reasons[reason], MOST_COUNTED) for reason in REASONS]
    numbers += [float(symptom in counting) for symptom in knowledge.symptoms]
    numbers += [min(cue_kinds[kind], MOST_COUNTED - 1) for kind in knowledge.cues.labels]
    numbers += [min(emergencies, MOST_COUNTED), len(reading.complaints)]
    questions = sum(word.norm == "?" for word in reading.words.items)
    numbers += [questions, len(reading.words) / WORDS_OF_A_LONG_MESSAGE]
    return np.array(numbers, dtype=np.float32)


def ngrams(reading: Reading) -> dict[int, float]:
    """One to three neighbouring words, and pieces of words, hashed and scaled to unit length."""
    return ngrams_of([word.norm for word in reading.words.items])


def ngrams_of(norms: Sequence[str]) -> dict[int, float]:
    """The same of words in their normal form."""
    words = Counter(
        _bucket(" ".join(norms[i : i + size]))
        for size in (1, 2, 3)
        for i in range(len(norms) - size + 1)
    )
    pieces = Counter(chain.from_iterable(map(_buckets_of_pieces, norms)))
    return {**_unit(words, 0), **_unit(pieces, NGRAM_BUCKETS)}


@kept_for_words
def _buckets_of_pieces(norm: str) -> tuple[int, ...]:
    """Of the word with a space on either side, each three to five neighbouring characters."""
    spaced = f" {norm} "
    return tuple(
        _bucket(spaced[i : i + size]) for size in (3, 4, 5) for i in range(len(spaced) + 1 - size)
    )


def word_buckets() -> int:
    """How many buckets the hashed words and pieces of words fall into."""
    return 2 * NGRAM_BUCKETS


def _bucket(text: str) -> int:
    return zlib.crc32(text.encode()) % NGRAM_BUCKETS


def _unit(counts: Counter[int], offset: int) -> dict[int, float]:
    length = sum(count * count for count in counts.values()) ** 0.5
    return {offset + bucket: count / length for bucket, count in counts.items()}
