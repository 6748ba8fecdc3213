"""What the safety layer found in a message, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final, Literal

Tier = Literal["emergency", "call_now"]
Outcome = Literal["urgent", "check", "none"]
# What a message of another language answers to a question, or says of a call, and nothing else.
ForeignAnswer = Literal[
    "yes", "no", "not_sure", "thanks", "goodbye", "nobody_answers", "help_is_coming"
]
# Why a mention counts or not. "detector": no rule, only the detector suspects it; "reported": the
# triage reads it in the report.
Reason = Literal[
    "now", "bare", "unclear", "own question", "just over", "resolved", "negated", "hypothetical",
    "question", "past", "other people", "figurative", "mild", "below threshold", "measured",
    "media", "detector", "reported",
]  # fmt: skip
DETECTOR: Final = "detector"
_NOW: Final = "now"
# What is said of a measured number that is no reason for an alarm.
Calm = Literal["no fever", "no reason to call", "tell today"]
NO_FEVER: Calm = "no fever"
NO_REASON: Calm = "no reason to call"
TELL_TODAY: Calm = "tell today"
SEVERAL = "several"
# Below this a suspicion that no rule shares gives way to a question that is surely another one: of
# 1,320 red flags of the development sets in November 2026 one was such a message.
WEAK_SUSPICION = 0.85


@dataclass(frozen=True)
class Finding:
    """One mention of a symptom.

    Attributes:
        symptom: snake_case name, such as "fever".
        tier: how soon somebody must be called.
        span: the characters of the message that were read as this symptom.
        understood: words for the patient, such as "a fever of 39.4 °C".
        counts: whether it is taken to be happening now.
        reason: why it counts or not.
        is_sure: whether the rule that found it needs no second opinion of the detector.
        is_settled: whether the triage has no questions about it.
        of_another: whether somebody else than the writer has it; None: no rule read who.
        is_wish_for_help_to_die: whether it asks about help to die.
        is_measured: whether it is a number.
        lesser_of: the graver symptom of which it is a small one: streaks of blood; or empty.
        calm: what is said of a number where nothing else is told; None: it is asked about.
    """

    symptom: str
    tier: Tier
    span: tuple[int, int]
    understood: str
    counts: bool
    reason: Reason
    is_sure: bool = False
    is_settled: bool = False
    of_another: bool | None = None
    is_wish_for_help_to_die: bool = False
    is_measured: bool = False
    lesser_of: str = ""
    calm: Calm | None = None

    def is_same_as(self, other: Finding) -> bool:
        """Whether both are the same symptom, read in words that they share."""
        overlap = self.span[0] < other.span[1] and other.span[0] < self.span[1]
        return self.symptom == other.symptom and overlap

    @property
    def is_guessed(self) -> bool:
        """Whether no rule read it, and only the detector suspects it."""
        return self.reason == DETECTOR

    @property
    def is_emergency_by_rule(self) -> bool:
        """Whether the words themselves were read as an emergency."""
        return self.reason != DETECTOR and self.tier == "emergency"


@dataclass(frozen=True)
class Assessment:
    """The judgement of one message.

    Attributes:
        outcome: urgent: call now; check: ask whether it is happening now; none: answer as usual.
        tier: how soon to call; set when the outcome is urgent.
        findings: every mention, those that count first, the most urgent first.
        crisis: self-harm: the crisis line and warm words.
        emergency: an emergency of the body: its number comes before the crisis line's.
        overdose: something was swallowed: the emergency number comes first.
        needs_call_line: weakly suspected: the answer ends with when to call.
        asked_about: symptoms that are only asked about; the answer ends with the call line.
        suspicion: how sure the detector is of a red flag, from 0 to 1.
        reported: its log odds that anything felt now is reported; None: it was not asked.
        is_only_a_measure: little more than a pulse, a sugar or the like: its table says how grave.
        decided_by: the row of decisions.py that decided; empty: none was asked.
        language: the code of the language that the message is taken to be in.
        answer: what a message of another language answers or remarks, if it does nothing else.
    """

    outcome: Outcome
    tier: Tier | None = None
    findings: tuple[Finding, ...] = ()
    crisis: bool = False
    emergency: bool = False
    overdose: bool = False
    needs_call_line: bool = False
    asked_about: tuple[str, ...] = ()
    suspicion: float = 0.0
    reported: float | None = None
    is_only_a_measure: bool = False
    decided_by: str = ""
    language: str = "en"
    answer: ForeignAnswer | None = None

    @property
    def symptoms(self) -> tuple[str, ...]:
        """Names of the symptoms that count, each once, in order."""
        return tuple(dict.fromkeys(f.symptom for f in self.findings if f.counts))

    def is_of_another(self, symptoms: Collection[str]) -> bool:
        """Whether all that a rule read of some symptoms is told of somebody else."""
        read = {f.of_another for f in self.findings if f.counts and f.symptom in symptoms}
        return read - {None} == {True}

    def _is_part_of_another(self, finding: Finding) -> bool:
        """ "Swelling" in "my tongue is swelling" is no second symptom; a number always is one."""
        if any(map(str.isdigit, finding.understood)):
            return False
        return any(
            other.reason == _NOW
            and other.symptom not in (finding.symptom, SEVERAL)
            and other.span != finding.span
            and other.span[0] <= finding.span[0]
            and finding.span[1] <= other.span[1]
            for other in self.findings
        )

    @property
    def is_settled(self) -> bool:
        """Whether a rule reads something about which the triage has nothing to say: there are no
        questions about it, or a number's own table says how grave it is."""
        is_known = self.is_only_a_measure or any(f.counts and f.is_settled for f in self.findings)
        return self.outcome != "none" and is_known

    @property
    def asks_about_help_to_die(self) -> bool:
        """Whether what counts asks about help to die."""
        return any(finding.counts and finding.is_wish_for_help_to_die for finding in self.findings)

    @property
    def is_only_suspected(self) -> bool:
        """Whether the detector alone found something, and no rule did."""
        counting = [finding for finding in self.findings if finding.counts]
        return bool(counting) and all(f.reason == DETECTOR for f in counting)

    @property
    def is_weak(self) -> bool:
        """Whether there is nothing but a weak suspicion."""
        return self.is_only_suspected and self.suspicion < WEAK_SUSPICION

    def without_suspicion(self) -> Assessment:
        """The same as a message in which nothing is reported: it is answered as usual, with when to
        call."""
        return replace(
            self,
            outcome="none",
            tier=None,
            findings=tuple(replace(finding, counts=False) for finding in self.findings),
            crisis=False,
            emergency=False,
            overdose=False,
            needs_call_line=True,
            decided_by="suspected, but nothing is reported",
        )

    @property
    def understood(self) -> str:
        """One short phrase for the patient: "a fever of 39.4 °C and shaking chills". What only the
        detector suspects is not in it: nobody is told as his own words what he did not write."""
        by_symptom: dict[str, str] = {}
        for finding in self.findings:
            # "a fever of 39.4 °C" says what "a fever" says, and more.
            known = by_symptom.get(finding.symptom, "")
            is_read = finding.counts and finding.reason != DETECTOR
            says_more = len(finding.understood) > len(known)
            # The last looks at all others: of many numbers in a huge text, not for each of them.
            if is_read and says_more and not self._is_part_of_another(finding):
                by_symptom[finding.symptom] = finding.understood
        said = dict.fromkeys(by_symptom.values())
        # "Serious trouble breathing" says what "trouble breathing" says, and more.
        phrases = [one for one in said if not any(one != other and one in other for other in said)]
        phrases = phrases[:3]
        if len(phrases) < 2:
            return "".join(phrases)
        return f"{', '.join(phrases[:-1])} and {phrases[-1]}"
