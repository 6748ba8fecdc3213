"""Cross-validation over the training examples: each fifth is judged by a model of the others."""

from __future__ import annotations

import yaml
from sklearn.model_selection import StratifiedKFold

from bot.encoders.minilm import english_words
from bot.encoders.united import UnitedEncoder
from bot.nlu.labels import is_topic
from bot.nlu.understanding import Understanding
from bot.settings.paths import CONVERSATION_DIR, FAQ_DIR

FOLDS = 5


def training_examples() -> list[tuple[str, str]]:
    """All examples with their label, from the training files."""
    examples: list[tuple[str, str]] = []
    for folder in (FAQ_DIR, CONVERSATION_DIR):
        for file in sorted(folder.glob("*.yml")):
            for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
                lines = block["examples"].splitlines()
                examples += [(line.removeprefix("- "), block["intent"]) for line in lines]
    return examples


def cross_validate() -> dict[str, float]:
    """Shares of topic examples whose topic comes first, and is among the first three."""
    texts, labels = zip(*training_examples(), strict=True)
    encoder = UnitedEncoder.load()
    vectors = encoder.encode_many(texts)
    first = among_three = total = 0
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for learn, judge in folds.split(vectors, labels):
        understanding = Understanding.fit(
            [texts[i] for i in learn],
            vectors[learn],
            [labels[i] for i in learn],
            encoder.encode,
            english_words(),
        )
        for i in judge:
            if is_topic(labels[i]):
                best = [label for label, _ in understanding.ranking(texts[i], vectors[i])[:3]]
                first += best[0] == labels[i]
                among_three += labels[i] in best
                total += 1
    return {
        "cross_validated_first": round(first / total, 4),
        "cross_validated_among_three": round(among_three / total, 4),
    }
