"""The judgement of a message in another language: rules and detector, and what follows."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.safety.concluding import conclude
from bot.safety.finding import Assessment, ForeignAnswer
from bot.safety.languages.decisions import (
    DECISIONS,
    VERY_SURE,
    VERY_SURE_OF_UNKNOWN,
    Situation,
)
from bot.safety.languages.detector import ForeignDetector, Suspected
from bot.safety.languages.findings import findings_of, guess
from bot.safety.languages.guesses import emergency_beside_numbers, is_heard_beside_numbers
from bot.safety.languages.identify import ENGLISH, LanguageIdentifier, words_of
from bot.safety.languages.knowledge import LanguageKnowledge
from bot.safety.languages.plain import plain
from bot.safety.languages.reading import MEASURED, ForeignReading, read_foreign
from bot.safety.languages.remarks import read_remark
from bot.safety.languages.unsupported import UnsupportedLanguages
from bot.safety.rules.context import NOW
from bot.safety.rules.knowledge import RedFlagKnowledge

logger = logging.getLogger(__name__)

_FEW_WORDS = 2
_AROUND_WORDS = " .!?,"
_LONGEST_ANSWER = 30


@dataclass(frozen=True, eq=False)
class LanguageSafety:
    """What messages of other languages are judged with.

    Attributes:
        languages: words and numbers, by code.
        identify: tells a message's language.
        detector: the trained detector; None: rules alone.
        short_english: English words that answers of other languages may look like ("no", "ha").
        unsupported: tells whether a message is in a language that nobody is answered in.
    """

    languages: Mapping[str, LanguageKnowledge]
    identify: LanguageIdentifier
    detector: ForeignDetector | None = None
    short_english: frozenset[str] = frozenset()
    unsupported: UnsupportedLanguages | None = None


def assess_in_language(
    text: str, tools: LanguageSafety, knowledge: RedFlagKnowledge, fever_celsius: float
) -> Assessment | None:
    """Judges a message that is not English; None: it is, or its language is not known.

    An exception inside means None, too: the English rules then have the last word.

    Args:
        text: the message.
        tools: what other languages are judged with.
        knowledge: the symptoms, their tiers and words.
        fever_celsius: the clinic's fever threshold in °C.
    """
    try:
        if _is_short_english(text, tools):
            return None
        answered = _answer(text, tools)
        if answered is not None:
            code, answer = answered
            return Assessment("none", language=code, answer=answer)
        unsupported = tools.unsupported and tools.unsupported(text)
        if unsupported:
            return _assess_unsupported(text, unsupported, tools, knowledge, fever_celsius)
        code = tools.identify(text)
        remarked = _remark(text, code, tools, knowledge)
        if remarked is not None:
            return Assessment("none", language=remarked[0], answer=remarked[1])
        if code == ENGLISH:
            code = _language_by_fever_word(text, tools, knowledge, fever_celsius)
        elif code in tools.languages:
            code = _language_by_symptom(text, code, tools, knowledge, fever_celsius)
        if code not in tools.languages:
            return None
        language = tools.languages[code]
        reading = read_foreign(text, language, knowledge.symptoms, fever_celsius)
        return _assess(text, reading, language, tools.detector, knowledge, fever_celsius)
    except Exception as problem:  # noqa: BLE001 - whatever happens, the message is judged
        logger.error("judging another language failed: %s", type(problem).__name__)
        return None


def _is_short_english(text: str, tools: LanguageSafety) -> bool:
    """ "no", and "Temperature 37.5C": a word that is English, and perhaps a number."""
    said = plain(text)
    words = " ".join(word for word in words_of(said) if len(word) > 1)
    is_digit = any(map(str.isdigit, said))
    known = tools.short_english
    is_only_that = not is_digit and " ".join(words_of(said)) in known  # "no 👍"
    return (
        said.strip(_AROUND_WORDS) in known
        or is_only_that
        or (is_digit and text.isascii() and words in known)
    )


def _language_by_fever_word(
    text: str, tools: LanguageSafety, knowledge: RedFlagKnowledge, fever_celsius: float
) -> str:
    """ "Bukhar 39.5": so few letters tell no language, but its word for a fever, right beside one,
    does. English, where no language has such a word, or where a word of it is English."""
    said = plain(text)
    words = words_of(said)
    is_told = 0 < len(words) <= _FEW_WORDS and any(map(str.isdigit, text))
    if not is_told or any(map(knowledge.spelling.knows, words)):
        return ENGLISH
    codes = [code for code, one in tools.languages.items() if one.fever_words.search(said)]
    if not codes:
        return ENGLISH
    code = tools.identify.likeliest(text, codes)
    found = read_foreign(text, tools.languages[code], knowledge.symptoms, fever_celsius)
    return code if {NOW, MEASURED} <= {one.reason for one in found.findings} else ENGLISH


def _language_by_symptom(
    text: str, code: str, tools: LanguageSafety, knowledge: RedFlagKnowledge, fever_celsius: float
) -> str:
    """The language of a few words in which its letters were read as another, in which they report
    nothing: "mam biegunkę" is no German. The same code, where no other language reads a symptom."""
    if not 0 < len(words_of(plain(text))) <= _FEW_WORDS:
        return code

    def reasons(one: str) -> set[str]:
        reading = read_foreign(text, tools.languages[one], knowledge.symptoms, fever_celsius)
        return {finding.reason for finding in reading.findings}

    if reasons(code):
        return code
    others = [one for one in tools.languages if one != code and NOW in reasons(one)]
    return tools.identify.likeliest(text, others) if others else code


def _answer(text: str, tools: LanguageSafety) -> tuple[str, ForeignAnswer] | None:
    """Yes, no or not sure in another language, as the whole message; no English one."""
    said = plain(text).strip(_AROUND_WORDS)
    if (len(said) < 2 and said.isascii()) or len(said) > _LONGEST_ANSWER:
        return None
    found = {code: answer for code, one in tools.languages.items() if (answer := one.answer(said))}
    if not found:
        return None
    code = tools.identify(text)
    if code not in found:
        code = next(iter(found))
    return code, found[code]


def _remark(
    text: str, identified: str, tools: LanguageSafety, knowledge: RedFlagKnowledge
) -> tuple[str, ForeignAnswer] | None:
    """Thanks, a goodbye, or what is said of a call, and its language. Its words tell the language
    of a short message better than its letters."""
    first = [tools.languages[identified]] if identified in tools.languages else []
    for language in (*first, *tools.languages.values()):
        remark = read_remark(text, language, knowledge.symptoms)
        if remark is not None:
            return language.code, remark
    return None


def _assess(
    text: str,
    reading: ForeignReading,
    language: LanguageKnowledge,
    detector: ForeignDetector | None,
    knowledge: RedFlagKnowledge,
    fever_celsius: float,
) -> Assessment:
    suspected = _suspected(text, reading, detector)
    is_emergency = _is_emergency(suspected.symptom, knowledge)
    if is_emergency and detector is not None:
        is_emergency = is_heard_beside_numbers(
            reading, language, detector, knowledge.symptoms, fever_celsius
        )
    situation = replace(
        _situation(reading, suspected, language, detector, knowledge), is_emergency=is_emergency
    )
    decision = next(one for one in DECISIONS if one.fits(situation))
    findings = findings_of(reading, suspected, decision.outcome, situation, knowledge)
    if decision.outcome == "urgent" and detector is not None:
        beside = emergency_beside_numbers(
            reading, language, detector, knowledge.symptoms, fever_celsius
        )
        if beside is not None:
            findings.append(guess(knowledge.symptoms[beside.symptom], reading))
    concluded = conclude(decision.outcome, findings, knowledge, decision.name)
    return replace(concluded, suspicion=suspected.probability, language=language.code)


def _assess_unsupported(
    text: str,
    language: LanguageKnowledge,
    tools: LanguageSafety,
    knowledge: RedFlagKnowledge,
    fever_celsius: float,
) -> Assessment:
    """What its few grave words say is urgent by itself; else what the detector makes of it."""
    reading = read_foreign(text, language, knowledge.symptoms, fever_celsius)
    by_rules = _assess(text, reading, language, None, knowledge, fever_celsius)
    if by_rules.outcome == "urgent" or tools.detector is None:
        return by_rules
    return _assess(text, reading, language, tools.detector, knowledge, fever_celsius)


def _suspected(text: str, reading: ForeignReading, detector: ForeignDetector | None) -> Suspected:
    """What the detector suspects; rules alone: what they say is happening is urgent."""
    if detector is not None:
        return detector(text, reading)
    happening = next((f.symptom for f in reading.findings if f.reason == NOW), None)
    return Suspected(0.0, "") if happening is None else Suspected(1.0, happening)


def _situation(
    reading: ForeignReading,
    suspected: Suspected,
    language: LanguageKnowledge,
    detector: ForeignDetector | None,
    knowledge: RedFlagKnowledge,
) -> Situation:
    named = (suspected.symptom, *(f.symptom for f in reading.findings if f.counts))
    return Situation(
        reading,
        suspected.probability,
        urgent_from=detector.urgent_from if detector else 1.0,
        check_from=detector.check_from if detector else 1.0,
        is_crisis=any(_is_crisis(name, knowledge) for name in named),
        very_sure=VERY_SURE if language.is_known_to_encoder else VERY_SURE_OF_UNKNOWN,
        joked_about=language.joked_about,
    )


def _is_crisis(name: str, knowledge: RedFlagKnowledge) -> bool:
    return name in knowledge.symptoms and knowledge.symptoms[name].crisis


def _is_emergency(name: str, knowledge: RedFlagKnowledge) -> bool:
    return name in knowledge.symptoms and knowledge.symptoms[name].tier == "emergency"
