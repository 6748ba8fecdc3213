"""What follows from a message of another language: a table of named decisions, read downwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.safety.finding import Outcome
from bot.safety.languages.reading import DIARRHEA, MEASURED, NEGATED, ForeignReading
from bot.safety.languages.tone import (
    BUT,
    CAUSES,
    DENIED,
    FEAR,
    FIGURATIVE,
    IS_NOW,
    LAUGHING,
    MEDIA,
    WELL,
)
from bot.safety.rules.context import NOW, UNCLEAR_WORDING
from bot.safety.rules.quantities import BELOW

# A rule and the detector that agree need less certainty than the detector alone: this share of it.
SHARE_WHEN_RULES_AGREE = 0.5
# Where a cue says "not now" or "what if", the detector must be this sure to be asked about it.
SURE = 0.9
# So sure it alarms alone: of harmless lines in 17 languages none did, of red flags 91 % did, and
# the others were asked about (tests/safety/dev_languages, a second writer, November 2026).
VERY_SURE = 0.985
# … and in languages that the encoder was not trained on, where nonsense looks like anything.
VERY_SURE_OF_UNKNOWN = 0.998


@dataclass(frozen=True)
class Situation:
    """What a decision looks at. ``probability`` is the detector's, 0 without one;
    ``is_emergency``: what it suspects would be one, and not for a number alone; ``joked_about``:
    symptoms that one laughingly has."""

    reading: ForeignReading
    probability: float
    urgent_from: float
    check_from: float
    is_crisis: bool = False
    very_sure: float = VERY_SURE
    is_emergency: bool = False
    joked_about: frozenset[str] = frozenset()

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
        return is_explained and heard <= self.joked_about and not is_meant

    @property
    def is_few_stools(self) -> bool:
        """Whether one to three loose stools are counted, and nothing else is reported."""
        reading = self.reading
        doubtful = {f.symptom for f in reading.findings if f.reason == UNCLEAR_WORDING}
        is_surely_graver = self.is_emergency and self.probability >= VERY_SURE
        return doubtful == {DIARRHEA} and not (is_surely_graver or reading.has(NOW, MEASURED))

    @property
    def is_only_afraid(self) -> bool:
        """Whether somebody is afraid to die, or does not want to, and nothing else is reported: not
        even a sure detector takes that for a wish to die."""
        reading, tones = self.reading, self.reading.tones
        is_reported = reading.has(NOW, MEASURED, UNCLEAR_WORDING)
        is_suspected_of_more = self.probability >= self.very_sure or not self.is_crisis
        return FEAR in tones and BUT not in tones and not (is_reported or is_suspected_of_more)

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
class Decision:
    """A row of the table: the first that fits decides."""

    name: str
    fits: Callable[[Situation], bool]
    outcome: Outcome


def _only_below(situation: Situation) -> bool:
    reasons = {finding.reason for finding in situation.reading.findings}
    return reasons == {BELOW} and situation.probability < VERY_SURE


DECISIONS: Sequence[Decision] = (
    Decision("measured fever", lambda s: s.reading.has_measured_fever, "urgent"),
    Decision("counted stools", lambda s: s.reading.has_many_stools, "urgent"),
    Decision("stools without a number", lambda s: s.reading.only_names_stools, "check"),
    Decision(
        "rule and detector agree",
        lambda s: s.reading.has(NOW) and s.agrees and not s.is_laughed_at,
        "urgent",
    ),
    Decision("laughed at, and why", lambda s: s.is_joke, "none"),
    Decision("laughed at", lambda s: s.reading.has(NOW) and s.agrees, "check"),
    Decision("only harmless numbers", _only_below, "none"),
    Decision("few stools", lambda s: s.is_few_stools, "check"),
    Decision(
        "unclear, and suspected",
        lambda s: s.reading.has(UNCLEAR_WORDING) and s.is_suspected,
        "urgent",
    ),
    Decision("unclear", lambda s: s.reading.has(UNCLEAR_WORDING), "check"),
    Decision("afraid to die", lambda s: s.is_only_afraid, "none"),
    Decision("explained", lambda s: s.is_excused, "none"),
    # The detector alone: nobody who asks how long a drip takes is sent to the emergency number.
    Decision("surely suspected", lambda s: s.probability >= s.very_sure, "urgent"),
    Decision("there a little", lambda s: bool(s.reading.slight), "check"),
    Decision("suspected", lambda s: s.is_suspected, "check"),
    Decision(
        "a rule alone, laughed at",
        lambda s: s.reading.has(NOW) and s.is_laughed_at and not s.is_crisis,
        "none",
    ),
    Decision("a rule alone", lambda s: s.reading.has(NOW), "check"),
    Decision("not now", lambda s: s.reading.has("negated") and s.probability < SURE, "none"),
    Decision("perhaps suspected", lambda s: s.probability >= s.check_from, "check"),
    Decision("nothing", lambda _: True, "none"),
)
