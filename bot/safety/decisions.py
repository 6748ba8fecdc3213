"""The decisions over rules and detector: two tables, in which the first row that fits decides.

A clinician can read them from top to bottom; each row has a name, which tests and records use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.safety.finding import Outcome
from bot.safety.rules.context import BARE, NOW, OWN_QUESTION, UNCLEAR_WORDING, UNSETTLED
from bot.safety.rules.quantities import BELOW, FEVER
from bot.safety.rules.reading import Reading

# A rule and the detector that agree need less certainty than the detector alone: this share of it.
SHARE_WHEN_RULES_AGREE = 0.75
# Where the wording itself is unclear, the detector must be this sure to call it urgent unasked.
SURE = 0.9
# What else a message with a harmless number says is asked about from here on.
ALARMING_BESIDE_A_NUMBER = 0.65


@dataclass(frozen=True)
class Suspicion:
    """What the detector thinks of a message.

    ``probability`` is that of a red flag happening now, ``symptom`` the likeliest one, ``crisis``
    whether that is a thought of suicide, ``reported`` the log odds that the message reports
    anything felt now, red flag or milder.
    """

    probability: float
    symptom: str
    reported: float = 0.0
    crisis: bool = False


@dataclass(frozen=True)
class Thresholds:
    """Probabilities of the detector: from ``urgent_from`` on it alone means urgent, from
    ``ask_from`` on the patient is asked, from ``check_from`` on what a rule has named is asked
    about, or the answer ends with when to call."""

    urgent_from: float
    ask_from: float
    check_from: float


@dataclass(frozen=True)
class Situation:
    """Everything that a decision looks at; without a detector there is no suspicion."""

    reading: Reading
    suspicion: Suspicion
    thresholds: Thresholds

    @property
    def probability(self) -> float:
        """Of a red flag happening now, as the detector sees it."""
        return self.suspicion.probability

    @property
    def a_rule_counts(self) -> bool:
        """Whether a rule found a symptom that is happening now."""
        return any(finding.counts for finding in self.reading.findings)

    @property
    def is_unclear(self) -> bool:
        """Whether all that a rule found is a wording that may mean something else."""
        unclear = any(f.reason == UNCLEAR_WORDING for f in self.reading.findings)
        return unclear and not self.a_rule_counts

    @property
    def names_something(self) -> bool:
        """Whether a rule found a symptom of which it is open whether it is happening."""
        return any(finding.reason in UNSETTLED for finding in self.reading.findings)

    @property
    def names_an_emergency(self) -> bool:
        """The same of a symptom for the emergency number."""
        findings = self.reading.findings
        return any(f.reason in UNSETTLED and f.tier == "emergency" for f in findings)

    @property
    def asks_of_its_own(self) -> bool:
        """ "is it normal to see double?", asked of oneself."""
        return any(finding.reason == OWN_QUESTION for finding in self.reading.findings)

    @property
    def detector_is_sure(self) -> bool:
        """Whether the detector alone suffices to call it urgent."""
        return self.probability >= self.thresholds.urgent_from

    @property
    def detector_agrees(self) -> bool:
        """Whether the detector suspects what a rule counts."""
        return self.probability >= self.thresholds.urgent_from * SHARE_WHEN_RULES_AGREE

    @property
    def only_guesses_despair(self) -> bool:
        """Whether the detector suspects thoughts of suicide of which no wording tells, and is not
        quite sure. In November 2026 that was so of 11 such messages of tests/safety/dev, and of as
        many stories of sore knees, goodbyes and insults: the question is kinder than the alarm."""
        is_told = self.a_rule_counts or self.names_something
        return self.suspicion.crisis and not is_told and self.probability < SURE

    @property
    def suspects_only_the_number(self) -> bool:
        """Whether the detector suspects a fever where nothing but a harmless number speaks of
        one."""
        return self.suspicion.symptom == FEVER and self.reading.is_short_and_only_of_numbers

    @property
    def is_an_emergency_by_name(self) -> bool:
        """ "chest pain", "suicide", and not another word."""
        return self.names_an_emergency and self.is_nothing_but({BARE})

    @property
    def is_nothing_but_a_report(self) -> bool:
        """A wording of the lists that counts, and not another word."""
        return self.reading.is_nothing_but({NOW}, wordings_only=True)

    def is_nothing_but(self, reasons: Collection[str]) -> bool:
        """ "fever", or "37.2 °C", and not another word."""
        return self.reading.is_nothing_but(reasons)


@dataclass(frozen=True)
class Decision:
    """A row: where ``holds`` is true, ``outcome`` follows; ``adds_call_line``: what is answered
    ends with when to call."""

    name: str
    holds: Callable[[Situation], bool]
    outcome: Outcome
    adds_call_line: bool = False


def _has_harmless_number(it: Situation) -> bool:
    return it.reading.has_only_harmless_numbers


BY_AN_OWN_QUESTION = "asked whether one's own symptom is normal"
BY_AN_UNCLEAR_WORDING = "an unclear wording, surely meant"
# A number speaks for itself, whatever else is said.
BY_A_NUMBER = "a measured number counts"

UNITED: tuple[Decision, ...] = (
    Decision(BY_A_NUMBER, lambda it: it.reading.has_measured_alarm, "urgent"),
    Decision("a sure wording counts", lambda it: it.reading.has_sure_wording, "urgent"),
    Decision("nothing but a wording that counts", lambda it: it.is_nothing_but_a_report, "urgent"),
    Decision("nothing but an emergency's name", lambda it: it.is_an_emergency_by_name, "urgent"),
    Decision(
        "nothing but a harmless number",
        lambda it: _has_harmless_number(it) and it.is_nothing_but({BELOW}),
        "none",
    ),
    Decision("nothing but calm numbers", lambda it: it.reading.has_only_calm_numbers, "none"),
    Decision(
        "a harmless number, but the rest alarms",
        lambda it: (
            _has_harmless_number(it)
            and it.probability >= ALARMING_BESIDE_A_NUMBER
            and it.detector_is_sure
            and not it.suspects_only_the_number
        ),
        "check",
    ),
    Decision("a harmless number", _has_harmless_number, "none"),
    Decision("a low temperature", lambda it: it.reading.has_only_low_temperature, "check"),
    Decision("a number just below a fever", lambda it: it.reading.is_near_a_fever, "check"),
    Decision(
        BY_AN_UNCLEAR_WORDING,
        lambda it: it.is_unclear and it.probability >= SURE,
        "urgent",
    ),
    Decision("an unclear wording", lambda it: it.is_unclear, "check"),
    Decision("nothing but a name", lambda it: it.is_nothing_but(UNSETTLED), "check"),
    Decision(
        "despair is guessed",
        lambda it: it.only_guesses_despair and it.detector_is_sure,
        "check",
    ),
    Decision("the detector is sure", lambda it: it.detector_is_sure, "urgent"),
    Decision(
        "a rule counts and the detector agrees",
        lambda it: it.a_rule_counts and it.detector_agrees,
        "urgent",
    ),
    Decision("a rule counts", lambda it: it.a_rule_counts, "check"),
    Decision(BY_AN_OWN_QUESTION, lambda it: it.asks_of_its_own, "check"),
    Decision("an emergency is named", lambda it: it.names_an_emergency, "check"),
    Decision(
        "named and suspected",
        lambda it: it.names_something and it.probability >= it.thresholds.check_from,
        "check",
    ),
    Decision("strongly suspected", lambda it: it.probability >= it.thresholds.ask_from, "check"),
    Decision(
        "weakly suspected",
        lambda it: it.probability >= it.thresholds.check_from,
        "none",
        adds_call_line=True,
    ),
    Decision("nothing stands out", lambda _: True, "none"),
)
# Without the detector: where its trained file is missing, it fails, or the text is not English.
RULES_ALONE: tuple[Decision, ...] = (
    Decision("a rule counts", lambda it: it.a_rule_counts, "urgent"),
    Decision("named, and open whether it is happening", lambda it: it.names_something, "check"),
    Decision("nothing stands out", lambda _: True, "none"),
)


def decide(situation: Situation, table: Sequence[Decision]) -> Decision:
    """The first row of a table that fits."""
    return next(row for row in table if row.holds(situation))
