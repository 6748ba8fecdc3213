"""What the words and numbers of a language show in a message: symptoms, and whether they count."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.safety.finding import Finding, Reason
from bot.safety.languages.knowledge import LanguageKnowledge
from bot.safety.languages.phrases import Expression
from bot.safety.languages.plain import plain
from bot.safety.languages.temperatures import Temperature, find_temperatures
from bot.safety.languages.tone import CLAUSE_END, FIGURATIVE, MEDIA, Tone, read_tone
from bot.safety.rules.context import NOW, UNCLEAR_WORDING
from bot.safety.rules.knowledge import Symptom
from bot.safety.rules.quantities import BELOW

FEVER, DIARRHEA = "fever", "diarrhea"
NEGATED: Final = "negated"
PAST, MILD = "past", "mild"
# Cue of the whole message → the reason as the English rules name it; the first that fits is taken.
WHOLE_MESSAGE_CUES: Mapping[str, Reason] = {
    "hypothetical": "hypothetical",
    "past": "past",
    "others": "other people",
    "mild": "mild",
}
# How far a denial reaches: three words, or six characters where words are not set apart.
_WORDS_REACHED, _CHARACTERS_REACHED = 3, 6
MEASURED: Final = "measured"


@dataclass(frozen=True)
class ForeignReading:
    """A message of another language as its rules see it.

    Attributes:
        text: the plain text (see plain.py).
        findings: mentions of symptoms, each with why it counts or not.
        cues: kinds of cues that stand somewhere in the message.
        temperatures: measured numbers.
        tones: how it is meant: which of the cues of tone.py stand in it.
        slight: symptoms that are there a little, and are asked about all the same.
        only_names_stools: whether it says that there is diarrhea, and nothing else.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    cues: frozenset[str] = frozenset()
    temperatures: tuple[Temperature, ...] = ()
    tones: frozenset[str] = frozenset()
    slight: frozenset[str] = frozenset()
    only_names_stools: bool = False

    @property
    def has_measured_fever(self) -> bool:
        """Whether a named temperature is a fever now."""
        return any(f.symptom == FEVER and f.reason == MEASURED for f in self.findings)

    @property
    def has_many_stools(self) -> bool:
        """Whether four or more loose stools are counted."""
        return any(f.symptom == DIARRHEA and f.reason == MEASURED for f in self.findings)

    def has(self, *reasons: str) -> bool:
        """Whether a mention counts or not for one of these reasons."""
        return any(finding.reason in reasons for finding in self.findings)


def read_foreign(
    text: str,
    language: LanguageKnowledge,
    symptoms: Mapping[str, Symptom],
    fever_celsius: float = 38.0,
) -> ForeignReading:
    """Reads a message with the words and numbers of a language."""
    plain_text = plain(text)
    cues = frozenset(
        kind
        for kind in WHOLE_MESSAGE_CUES
        if (expression := getattr(language.cues, kind)) and expression.search(plain_text)
    )
    tone = read_tone(text, plain_text, language)
    temperatures = find_temperatures(plain_text, language, fever_celsius)
    findings = [
        _from_temperature(one, symptoms[FEVER], tone, language, cues) for one in temperatures
    ]
    number_decides = bool(temperatures) and all(one.verdict == "below" for one in temperatures)
    for name, expression in language.symptoms.items():
        match = _first_not_denied(expression, tone, language)
        if match is not None:
            reason = _reason_of_mention(match, symptoms[name], tone, language, cues)
            if name == FEVER and number_decides and reason == NOW:
                reason = BELOW
            findings.append(_finding(symptoms[name], match.span(), reason))
        elif (idiom := expression.search(plain_text)) is not None:
            findings.append(_finding(symptoms[name], idiom.span(), FIGURATIVE))
    if language.stools is not None and DIARRHEA in symptoms:
        findings = _with_counted_stools(findings, symptoms[DIARRHEA], tone, language, cues)
    slight = {finding.symptom for finding in findings if finding.reason == MILD}
    return ForeignReading(
        plain_text,
        tuple(findings),
        cues,
        tuple(temperatures),
        tone.kinds,
        language.slight_asked & slight,
        _only_names_stools(plain_text, language),
    )


def _only_names_stools(plain_text: str, language: LanguageKnowledge) -> bool:
    named = language.stools.named if language.stools is not None else None
    return named is not None and named.fullmatch(plain_text.strip(" .,!")) is not None


def _reason_of_mention(
    match: re.Match[str],
    symptom: Symptom,
    tone: Tone,
    language: LanguageKnowledge,
    cues: frozenset[str],
) -> Reason:
    degree = frozenset({MILD}) if symptom.name in language.slight_counts else frozenset()
    reason = _reason(match.span(), tone, language, cues - degree)
    is_of_media = reason == NOW and tone.is_of_media(match.start()) and not symptom.crisis
    return MEDIA if is_of_media else reason


def _from_temperature(
    one: Temperature,
    fever: Symptom,
    tone: Tone,
    language: LanguageKnowledge,
    cues: frozenset[str],
) -> Finding:
    if one.verdict == "below":
        return _finding(fever, one.span, BELOW)
    reason = _reason(one.span, tone, language, cues - {MILD})
    if reason == NOW:
        reason = MEASURED if one.verdict == "fever" else UNCLEAR_WORDING
    return _finding(fever, one.span, reason, f"a fever of {one.celsius:.1f} °C")


def _with_counted_stools(
    findings: list[Finding],
    diarrhea: Symptom,
    tone: Tone,
    language: LanguageKnowledge,
    cues: frozenset[str],
) -> list[Finding]:
    """A number decides what the word "diarrhea" means: four or more loose stools count, one to
    three are asked about (CTCAE: grade 2 begins with four more than usual)."""
    assert language.stools is not None
    meanings: Sequence[tuple[Expression, Reason]] = (
        (language.stools.many, MEASURED),
        (language.stools.few, UNCLEAR_WORDING),
    )
    for expression, meaning in meanings:
        match = expression.search(tone.literal)
        if match is None:
            continue
        reason = _reason(match.span(), tone, language, cues - {MILD})
        others = [finding for finding in findings if finding.symptom != DIARRHEA]
        return [*others, _finding(diarrhea, match.span(), meaning if reason == NOW else reason)]
    return findings


def _reason(
    span: tuple[int, int], tone: Tone, language: LanguageKnowledge, cues: frozenset[str]
) -> Reason:
    if _is_denied(span, tone.clauses, language):
        return NEGATED
    for kind, reason in WHOLE_MESSAGE_CUES.items():
        # "An infarct in 2010, and now my chest feels tight again."
        if kind in cues and not (kind == PAST and tone.is_now):
            return reason
    return NOW


def _first_not_denied(
    expression: Expression, tone: Tone, language: LanguageKnowledge
) -> re.Match[str] | None:
    """The first mention that is not denied, else the first: "no cough, only vomiting blood" has the
    words of coughing blood, too."""
    first = match = expression.search(tone.literal)
    while match is not None and _is_denied(match.span(), tone.clauses, language):
        match = expression.search(tone.literal, match.start() + 1)
    return match or first


def _is_denied(span: tuple[int, int], text: str, language: LanguageKnowledge) -> bool:
    cues = language.cues
    before = CLAUSE_END.split(text[: span[0]])[-1]
    after = CLAUSE_END.split(text[span[1] :])[0]
    if language.is_spaced:
        before = " ".join(before.split()[-_WORDS_REACHED:])
        after = " ".join(after.split()[:_WORDS_REACHED])
    else:
        before, after = before[-_CHARACTERS_REACHED:], after[:_CHARACTERS_REACHED]
    return _stands_in(cues.denied_before, before) or _stands_in(cues.denied_after, after)


def _stands_in(cue: Expression | None, text: str) -> bool:
    return cue is not None and bool(text) and cue.search(text) is not None


def _finding(
    symptom: Symptom, span: tuple[int, int], reason: Reason, understood: str | None = None
) -> Finding:
    counts = reason in (NOW, MEASURED)
    words = understood or symptom.understood
    return Finding(symptom.name, symptom.tier, span, words, counts, reason)
