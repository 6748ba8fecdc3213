"""A measured number that is no reason for an alarm, or the result of a blood test. Pure.

Who asks "36.9, is that ok?" reports no fever, and is not asked about one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.later import is_sign
from bot.dialogue.reports import Reader
from bot.dialogue.said import MEASURED, Said
from bot.safety import Assessment
from bot.safety.finding import NO_FEVER, NO_REASON, TELL_TODAY, Finding
from bot.safety.rules.context import UNSETTLED
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.lab_results import LabResult

ValueKind = Literal["no fever", "no reason to call", "tell today", "result", "result today"]
_RESULT: ValueKind = "result"
_RESULT_TODAY: ValueKind = "result today"
# From the calmest to what should be told the same day.
_ORDER = (NO_FEVER, NO_REASON, TELL_TODAY)
_LONGEST_VALUE_WORDS = 14
_ENGLISH = "en"


@dataclass(frozen=True)
class ReportedValue:
    """What a message tells, in words for the patient, and what is said of it. ``may_ask``: whether
    it may as well be a question about the test."""

    understood: str
    kind: ValueKind
    may_ask: bool = False


def reported_value(
    text: str, assessment: Assessment, reader: Reader, red_flags: RedFlagKnowledge
) -> ReportedValue | None:
    """The value that a message tells, and nothing else that is felt; None: it tells none."""
    if assessment.language != _ENGLISH or assessment.outcome == "urgent":
        return None
    said = reader.said(text)
    result = red_flags.lab_tests.result_in(text)
    if result is not None and _is_of_nobody(said, assessment):
        return _of_blood_test(result, said)  # "cortisol very low" is no low mood
    if assessment.outcome == "check" and not assessment.is_only_suspected:
        return None
    if result is not None and not _names_a_symptom(said, assessment):
        return _of_blood_test(result, said)
    return _of_measures(said, assessment, red_flags)


def _is_of_nobody(said: Said, assessment: Assessment) -> bool:
    """Whether despair is read where nobody is named, and nothing that is felt."""
    is_of_mood = assessment.outcome == "check" and assessment.crisis
    norms = {word.norm for word in said.words.items}
    return is_of_mood and not (norms & said.english.persons or said.happening)


def _names_treatment(said: Said) -> bool:
    """ "Platelets down on Keytruda" may ask whether it comes of that."""
    norms = (word.norm for word in said.words.items)
    return said.treatment.kind is not None or any(norm.startswith("immun") for norm in norms)


def _of_blood_test(result: LabResult, said: Said) -> ReportedValue:
    kind = _RESULT_TODAY if result.is_conspicuous else _RESULT
    is_statement = not (said.asks_beside or _names_treatment(said))
    return ReportedValue(result.understood, kind, may_ask=not (result.has_number or is_statement))


def _names_a_symptom(said: Said, assessment: Assessment) -> bool:
    """Whether something that is felt is named beside the result."""
    is_read = any(one.reason in UNSETTLED or one.counts for one in _read(assessment))
    return is_read or bool(said.happening) or any(map(is_sign, said.stated))


def _of_measures(
    said: Said, assessment: Assessment, red_flags: RedFlagKnowledge
) -> ReportedValue | None:
    """What is said where nothing but calm numbers is told."""
    read = _read(assessment)
    numbers = [finding for finding in read if finding.is_measured]
    is_long = sum(word.norm.isalpha() for word in said.words.items) > _LONGEST_VALUE_WORDS
    if not numbers or assessment.outcome != "none" or is_long:
        return None
    if any(one.calm is None if one.is_measured else one.reason in UNSETTLED for one in read):
        return None
    if said.worsens or any(_is_felt(label, said, red_flags) for label in said.stated):
        return None
    if not all(_is_of_a_number(name, said, red_flags) for name in said.happening):
        return None
    gravest = max(numbers, key=lambda one: _ORDER.index(one.calm or NO_FEVER))
    return ReportedValue(gravest.understood, gravest.calm or NO_FEVER)


def _is_felt(label: str, said: Said, red_flags: RedFlagKnowledge) -> bool:
    """Whether a fact is a sign; the blood of "blood sugar" is none."""
    if not is_sign(label):
        return False
    _, end = said.places_of_facts.get(label, (0, 0))
    return end == 0 or said.words.norm(end) not in _names_of_measures(red_flags)


def _names_of_measures(red_flags: RedFlagKnowledge) -> set[str]:
    return {name for rule in red_flags.measures.rules for name in rule.names}


def _read(assessment: Assessment) -> list[Finding]:
    """What rules read; a guess of the detector's is none."""
    return [finding for finding in assessment.findings if not finding.is_guessed]


def _is_of_a_number(symptom: str, said: Said, red_flags: RedFlagKnowledge) -> bool:
    """Whether a symptom is only named as what was measured: "sugar 6.1", "oxygen reads 97"."""
    first, end = said.places[symptom]
    if symptom in MEASURED.values() and end - first == len(said.words):
        return True
    norms = [said.words.norm(place) for place in range(first, end)]
    named = _names_of_measures(red_flags)
    return any(norm in named or norm.startswith(red_flags.temperatures.names) for norm in norms)
