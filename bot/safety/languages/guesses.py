"""What the detector guesses beside a number.

"5 times diarrhea" may sound like an emergency to it for the number alone, "39.5, and his face hangs
down" for what else is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.safety.languages.detector import ForeignDetector, Suspected
from bot.safety.languages.knowledge import LanguageKnowledge
from bot.safety.languages.reading import (
    DIARRHEA,
    FEVER,
    MEASURED,
    ForeignReading,
    read_foreign,
)
from bot.safety.rules.context import UNCLEAR_WORDING
from bot.safety.rules.knowledge import Symptom

# Of 60 emergencies of the development set with a fever put before them, the rest by itself is this
# sure of 27 (the guess of the whole message: of 8), and of 4 of 1,092 other messages.
SURE_BESIDE_A_NUMBER = 0.9


def is_heard_beside_numbers(
    reading: ForeignReading,
    language: LanguageKnowledge,
    detector: ForeignDetector,
    symptoms: Mapping[str, Symptom],
    fever_celsius: float,
) -> bool:
    """Whether an emergency is still suspected, were it only asked about, of a message without its
    numbers. Of one that has none, it is.

    Args:
        reading: the message, of which an emergency is suspected.
        language: whose words and numbers it was read with.
        detector: what suspects it.
        symptoms: the symptoms and their tiers.
        fever_celsius: the clinic's fever threshold in °C.
    """
    rest = beside_numbers(reading, language)
    if rest is None:
        return True
    again = detector(rest, read_foreign(rest, language, symptoms, fever_celsius))
    is_suspected = again.probability >= detector.check_from
    return is_suspected and symptoms[again.symptom].tier == "emergency"


def emergency_beside_numbers(
    reading: ForeignReading,
    language: LanguageKnowledge,
    detector: ForeignDetector,
    symptoms: Mapping[str, Symptom],
    fever_celsius: float,
) -> Suspected | None:
    """The emergency, or the thoughts of suicide, that the rest of a message surely tells of where
    its number alone would decide: "39.5, and my husband has just collapsed". None: it tells of
    none, or there is no number. Arguments as above."""
    rest = beside_numbers(reading, language)
    if rest is None or not any(map(str.isalpha, rest)):
        return None
    again = detector(rest, read_foreign(rest, language, symptoms, fever_celsius))
    is_sure = again.probability >= SURE_BESIDE_A_NUMBER
    return again if is_sure and symptoms[again.symptom].tier == "emergency" else None


def beside_numbers(reading: ForeignReading, language: LanguageKnowledge) -> str | None:
    """What is said beside the numbers that count or are asked about, without the words of what they
    measure, either; None: there is no such number."""
    measured = {f.symptom for f in reading.findings if f.reason in (MEASURED, UNCLEAR_WORDING)}
    if not measured:
        return None
    words = [language.fever_words] if FEVER in measured else []
    if DIARRHEA in measured and language.stools is not None:
        words += [language.stools.many, language.stools.few]
    spans = [finding.span for finding in reading.findings if finding.symptom in measured]
    spans += [match.span() for expression in words for match in expression.finditer(reading.text)]
    rest = reading.text
    for start, end in spans:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return rest
