"""The judgement of a message in another language: a table of named decisions, read downwards."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.safety.finding import DETECTOR, Assessment, Finding, Outcome, Tier
from bot.safety.languages.detector import ForeignDetector, Suspected
from bot.safety.languages.identify import ENGLISH
from bot.safety.languages.knowledge import Answer, LanguageKnowledge
from bot.safety.languages.plain import plain
from bot.safety.languages.reading import MEASURED, NEGATED, ForeignReading, read_foreign
from bot.safety.languages.tone import BUT, CAUSES, DENIED, FIGURATIVE, IS_NOW, LAUGHING, MEDIA, WELL
from bot.safety.rules.context import NOW, UNCLEAR_WORDING
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.quantities import BELOW

logger = logging.getLogger(__name__)

# A rule and the detector that agree need less certainty than the detector alone: this share of it.
SHARE_WHEN_RULES_AGREE = 0.5
# Where a cue says "not now" or "what if", the detector must be this sure to be asked about it.
SURE = 0.9
# So sure it alarms alone: of harmless lines in 17 languages none did, of red flags 91 % did, and
# the others were asked about (tests/safety/dev_languages, a second writer, November 2026).
VERY_SURE = 0.985
# … and in languages that the encoder was not trained on, where nonsense looks like anything.
VERY_SURE_OF_UNKNOWN = 0.995
# What people laughingly die of: nobody laughs at a crooked face because a joke was good.
_JOKED_ABOUT = frozenset(
    {"sudden_breathlessness", "breathlessness", "collapse", "heart", "chest_pain"}
)
_AROUND_WORDS = " .!?,"
_LONGEST_ANSWER = 30
_ASKED = frozenset({"hypothetical"})


@dataclass(frozen=True)
class LanguageSafety:
    """What messages of other languages are judged with.

    Attributes:
        languages: words and numbers, by code.
        identify: a message → its language's code, "en" for English and for what is not known.
        detector: the trained detector; None: rules alone.
        short_english: English words that answers of other languages may look like ("no", "ha").
    """

    languages: Mapping[str, LanguageKnowledge]
    identify: Callable[[str], str]
    detector: ForeignDetector | None = None
    short_english: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Situation:
    """What a decision looks at. ``probability`` is the detector's, 0 without one."""

    reading: ForeignReading
    probability: float
    urgent_from: float
    check_from: float
    is_crisis: bool = False
    very_sure: float = VERY_SURE

    @property
    def agrees(self) -> bool:
        return self.probability >= SHARE_WHEN_RULES_AGREE * self.urgent_from

    @property
    def is_suspected(self) -> bool:
        return self.probability >= self.urgent_from

    @property
    def is_laughed_at(self) -> bool:
        """Laughed at, with no word of now, of pain or "but" beside it: one step less urgent."""
        tones = self.reading.tones
        return LAUGHING in tones and not tones & {IS_NOW, BUT}

    @property
    def is_joke(self) -> bool:
        """Laughed at, with what one laughingly faints of beside it, and no number that counts."""
        reading = self.reading
        heard = {finding.symptom for finding in reading.findings if finding.counts}
        is_meant = reading.has(MEASURED, UNCLEAR_WORDING) or self.is_crisis
        is_explained = self.is_laughed_at and CAUSES in reading.tones
        return is_explained and heard <= _JOKED_ABOUT and not is_meant

    @property
    def is_excused(self) -> bool:
        """Whether a mere suspicion has words beside it that explain it."""
        reading, tones = self.reading, self.reading.tones
        if IS_NOW in tones or reading.has(NOW, MEASURED, UNCLEAR_WORDING):
            return False
        denied = sum(finding.reason == NEGATED for finding in reading.findings)
        is_over = bool(reading.cues & {"past", "others"})
        if BUT not in tones and (denied > 1 or (denied and WELL in tones)):
            return not self.is_crisis
        if {WELL, DENIED} <= tones and BUT not in tones and self.probability < VERY_SURE:
            return not self.is_crisis
        if is_over and (WELL in tones or not self.is_suspected):
            return not self.is_crisis
        if BUT in tones:
            return False
        if FIGURATIVE in tones:
            return True
        if self._is_only_in_a_film:
            return True
        if self.is_crisis:
            return False
        return MEDIA in tones or (bool(tones & {LAUGHING, WELL}) and not self.is_suspected)

    @property
    def _is_only_in_a_film(self) -> bool:
        """Whether all that was read happens in a film: what the detector guesses does so, too."""
        return {f.reason for f in self.reading.findings} == {MEDIA} and self.probability < VERY_SURE


@dataclass(frozen=True)
class _Decision:
    name: str
    fits: Callable[[_Situation], bool]
    outcome: Outcome


def _only_below(situation: _Situation) -> bool:
    reasons = {finding.reason for finding in situation.reading.findings}
    return reasons == {BELOW} and situation.probability < VERY_SURE


DECISIONS: Sequence[_Decision] = (
    _Decision("measured fever", lambda s: s.reading.has_measured_fever, "urgent"),
    _Decision(
        "rule and detector agree",
        lambda s: s.reading.has(NOW) and s.agrees and not s.is_laughed_at,
        "urgent",
    ),
    _Decision("laughed at, and why", lambda s: s.is_joke, "none"),
    _Decision("laughed at", lambda s: s.reading.has(NOW) and s.agrees, "check"),
    _Decision("only harmless numbers", _only_below, "none"),
    _Decision(
        "perhaps a fever, and suspected",
        lambda s: s.reading.has(UNCLEAR_WORDING) and s.is_suspected,
        "urgent",
    ),
    _Decision("perhaps a fever", lambda s: s.reading.has(UNCLEAR_WORDING), "check"),
    _Decision("explained", lambda s: s.is_excused, "none"),
    # The detector alone: nobody who asks how long a drip takes is sent to the emergency number.
    _Decision("surely suspected", lambda s: s.probability >= s.very_sure, "urgent"),
    _Decision("suspected", lambda s: s.is_suspected, "check"),
    _Decision(
        "a rule alone, laughed at",
        lambda s: s.reading.has(NOW) and s.is_laughed_at and not s.is_crisis,
        "none",
    ),
    _Decision("a rule alone", lambda s: s.reading.has(NOW), "check"),
    _Decision("not now", lambda s: s.reading.has("negated") and s.probability < SURE, "none"),
    _Decision("perhaps suspected", lambda s: s.probability >= s.check_from, "check"),
    _Decision("nothing", lambda _: True, "none"),
)


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
        if plain(text).strip(_AROUND_WORDS) in tools.short_english:
            return None
        answered = _answer(text, tools)
        if answered is not None:
            code, answer = answered
            return Assessment("none", language=code, answer=answer)
        code = tools.identify(text)
        if code == ENGLISH or code not in tools.languages:
            return None
        return _assess(text, tools.languages[code], tools, knowledge, fever_celsius)
    except Exception as problem:  # noqa: BLE001 - whatever happens, the message is judged
        logger.error("judging another language failed: %s", type(problem).__name__)
        return None


def _answer(text: str, tools: LanguageSafety) -> tuple[str, Answer] | None:
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


def _assess(
    text: str,
    language: LanguageKnowledge,
    tools: LanguageSafety,
    knowledge: RedFlagKnowledge,
    fever_celsius: float,
) -> Assessment:
    reading = read_foreign(text, language, knowledge.symptoms, fever_celsius)
    suspected, urgent_from, check_from = Suspected(0.0, ""), 1.0, 1.0
    if tools.detector is not None:
        suspected = tools.detector(text, reading)
        urgent_from, check_from = tools.detector.urgent_from, tools.detector.check_from
    elif reading.has(NOW):
        # Rules alone: what they say is happening is urgent.
        suspected = Suspected(1.0, next(f.symptom for f in reading.findings if f.reason == NOW))
    is_crisis = _is_crisis(suspected.symptom, knowledge) or any(
        _is_crisis(f.symptom, knowledge) for f in reading.findings if f.counts
    )
    very_sure = VERY_SURE if language.is_known_to_encoder else VERY_SURE_OF_UNKNOWN
    situation = _Situation(
        reading, suspected.probability, urgent_from, check_from, is_crisis, very_sure
    )
    decision = next(one for one in DECISIONS if one.fits(situation))
    findings = _findings(reading, suspected, decision.outcome, situation, knowledge)
    return _conclude(decision.outcome, findings, suspected, language.code, knowledge, decision.name)


def _is_crisis(name: str, knowledge: RedFlagKnowledge) -> bool:
    return name in knowledge.symptoms and knowledge.symptoms[name].crisis


def _findings(
    reading: ForeignReading,
    suspected: Suspected,
    outcome: Outcome,
    situation: _Situation,
    knowledge: RedFlagKnowledge,
) -> list[Finding]:
    """The rules' findings, and the detector's own where they have none that counts, or where it is
    sure of something graver."""
    findings = list(reading.findings)
    if outcome == "none":
        return [replace(finding, counts=False) for finding in findings]
    counting = [finding for finding in findings if finding.counts]
    if not counting:
        findings = [replace(f, counts=f.reason == UNCLEAR_WORDING) for f in findings]
        counting = [finding for finding in findings if finding.counts]
    symptom = knowledge.symptoms.get(suspected.symptom)
    if symptom is None:
        return findings
    is_graver = symptom.tier == "emergency" and all(f.tier != "emergency" for f in counting)
    is_sure = suspected.probability >= max(SURE, situation.urgent_from)
    if not counting or (is_graver and is_sure and not symptom.crisis):
        whole = (0, len(reading.text))
        findings.append(
            Finding(symptom.name, symptom.tier, whole, symptom.understood, True, DETECTOR)
        )
    return findings


def _conclude(
    outcome: Outcome,
    findings: Sequence[Finding],
    suspected: Suspected,
    code: str,
    knowledge: RedFlagKnowledge,
    decided_by: str,
) -> Assessment:
    ordered = sorted(
        findings, key=lambda f: (not f.counts, knowledge.urgency_rank(f.symptom), f.span)
    )
    counting = [finding for finding in ordered if finding.counts]
    crisis = any(knowledge.symptoms[finding.symptom].crisis for finding in counting)
    emergency = any(
        f.tier == "emergency" and not knowledge.symptoms[f.symptom].crisis for f in counting
    )
    overdose = any(knowledge.symptoms[finding.symptom].overdose for finding in counting)
    tier: Tier | None = None
    if outcome == "urgent":
        tier = "emergency" if crisis or emergency else "call_now"
    return Assessment(
        outcome=outcome,
        tier=tier,
        findings=tuple(ordered),
        crisis=crisis,
        emergency=emergency,
        overdose=overdose,
        asked_about=tuple(dict.fromkeys(f.symptom for f in ordered if f.reason in _ASKED)),
        suspicion=suspected.probability,
        decided_by=decided_by,
        language=code,
    )
