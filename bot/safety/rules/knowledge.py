"""What counts as a red flag, as parsed from bot/data/red_flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.safety.finding import Tier
from bot.safety.rules.phrases import PhraseBook
from bot.safety.rules.spelling import SpellingBook
from bot.safety.rules.words import Words, read_words

SAYS = "says"
NAMES = "names"
UNCLEAR = "unclear"
# Of 1,094 red flags in English of the development sets, bad typos and jargon among them, all have a
# larger share of known words; of texts in thirty other languages nearly all have less.
LEAST_ENGLISH_SHARE = 0.2
FEWEST_WORDS_OF_A_LANGUAGE = 4


@dataclass(frozen=True)
class Symptom:
    """A red-flag symptom. ``mild_is_small``: with "slight" before it, it waits for a visit."""

    name: str
    tier: Tier
    understood: str
    source: str
    mild_is_small: bool = False
    crisis: bool = False


@dataclass(frozen=True)
class Thresholds:
    """Numbers that decide, with their units in the names. Sources are in quantities.yml."""

    fever_celsius: float
    low_temperature_celsius: float
    loose_stools_a_day: float
    vomiting_a_day: float
    hours_without_urine: float
    oxygen_saturation_call_percent: float
    oxygen_saturation_emergency_percent: float
    heart_rate_high_per_minute: float
    heart_rate_low_per_minute: float
    systolic_low_mmhg: float
    systolic_high_mmhg: float


@dataclass(frozen=True)
class RedFlagKnowledge:
    """Everything that is written in bot/data/red_flags.

    Attributes:
        symptoms: by name, the emergencies first, in the order of the files.
        mentions: phrases labelled "<symptom>:says", "<symptom>:names" or "<symptom>:unclear".
        milder: phrases of complaints that only count together.
        cues: phrases of context.yml, labelled by their kind.
        thresholds: numbers that decide.
        spelling: how typos are read.
    """

    symptoms: Mapping[str, Symptom]
    mentions: PhraseBook
    milder: PhraseBook
    cues: PhraseBook
    thresholds: Thresholds
    spelling: SpellingBook

    def read(self, text: str) -> Words:
        """Cuts a message into words, typos corrected."""
        return read_words(text, self.spelling.correct)

    def is_english(self, words: Words) -> bool:
        """Whether a message is in a language that a detector of English can judge. A few words are
        always judged: they may be misspelt all of them."""
        said = [word.norm for word in words.items if word.norm.isalpha()]
        if len(said) < FEWEST_WORDS_OF_A_LANGUAGE:
            return True
        return sum(map(self.spelling.knows, said)) >= LEAST_ENGLISH_SHARE * len(said)

    def urgency_rank(self, symptom: str) -> int:
        """0 for the most urgent symptom."""
        return list(self.symptoms).index(symptom)
