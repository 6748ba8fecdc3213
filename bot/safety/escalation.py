"""What follows from a judgement, decided once: guard, component, responses and records read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, cast

from bot.safety.finding import Assessment
from bot.safety.rules.knowledge import Symptom

RedFlagIntent = Literal[
    "red_flag_emergency", "red_flag_crisis", "red_flag_call_now", "red_flag_check"
]
# "check": the patient was asked whether it is happening now.
RecordedTier = Literal["emergency", "call_now", "check"]

URGENT_RESPONSES: Mapping[RedFlagIntent, str] = {
    "red_flag_emergency": "utter_call_emergency",
    "red_flag_crisis": "utter_call_crisis_line",
    "red_flag_call_now": "utter_call_care_team",
}
RESPONSES: Mapping[RedFlagIntent, str] = {
    **URGENT_RESPONSES,
    "red_flag_check": "utter_check_now",
}
_TIERS: Mapping[RedFlagIntent, RecordedTier] = {
    "red_flag_emergency": "emergency",
    "red_flag_crisis": "emergency",
    "red_flag_call_now": "call_now",
    "red_flag_check": "check",
}
# The parsed message carries the escalation under this name, as a dictionary.
RED_FLAG = "red_flag"


@dataclass(frozen=True)
class Escalation:
    """What follows from the judgement of one message. It holds no text of the patient.

    Attributes:
        intent: the intent that it forces; None: nothing stands out, the message is answered.
        is_final: urgent, and no later finding may weaken it: it can be answered at once.
        findings: names of the symptoms, for records and notices.
        understood: words for the patient, such as "a fever of 39.4 °C"; empty: nothing is named.
        asked_about: words for symptoms that are only asked about; the answer ends with the call
            line for them.
        confirmed_intent: what a yes means to "Is this happening now?".
        needs_call_line: the answer ends with the general call line.
        postponed: topics that a "check" puts off; answered when it is not happening now.
        for_care_team: whether the question put off is one that only the care team can answer.
    """

    intent: RedFlagIntent | None = None
    is_final: bool = False
    findings: tuple[str, ...] = ()
    understood: str = ""
    asked_about: str = ""
    confirmed_intent: RedFlagIntent = "red_flag_call_now"
    needs_call_line: bool = False
    postponed: tuple[str, ...] = field(default=())
    for_care_team: bool = False

    @classmethod
    def of(cls, assessment: Assessment, symptoms: Mapping[str, Symptom]) -> Escalation:
        """From the judgement and the symptoms that the lists know."""
        intent = _intent(assessment)
        return cls(
            intent=intent,
            is_final=assessment.outcome == "urgent" and not assessment.is_weak,
            findings=assessment.symptoms,
            understood=_understood(assessment),
            asked_about=" or ".join(symptoms[name].understood for name in assessment.asked_about),
            confirmed_intent=_confirmed_intent(assessment, symptoms),
        )

    @property
    def is_urgent(self) -> bool:
        """Whether the patient is told to call now."""
        return self.intent is not None and self.intent != "red_flag_check"

    @property
    def is_check(self) -> bool:
        """Whether the patient is asked if it is happening now."""
        return self.intent == "red_flag_check"

    @property
    def response(self) -> str | None:
        """The response of domain.yml that says it."""
        return RESPONSES[self.intent] if self.intent else None

    @property
    def tier(self) -> RecordedTier | None:
        """How urgent it is for records and notices."""
        return _TIERS[self.intent] if self.intent else None

    def as_question(self) -> Escalation:
        """The same where the message turned out to be surely a question: it is answered, and the
        answer says when to call."""
        return replace(
            self,
            intent=None,
            is_final=False,
            findings=(),
            asked_about=self.asked_about or self.understood,
            needs_call_line=True,
        )

    def confirmed(self) -> Escalation:
        """What follows when the patient says that it is happening now."""
        return replace(self, intent=self.confirmed_intent, is_final=True)

    def putting_off(self, topics: Sequence[str], for_care_team: bool) -> Escalation:
        """The same, with the question that the message may have been."""
        return replace(self, postponed=tuple(topics), for_care_team=for_care_team)

    def as_dict(self) -> dict[str, Any]:
        """For the parsed message and for slots, which are kept as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any] | None) -> Escalation:
        """Back from :meth:`as_dict`; nothing stands for "nothing stands out"."""
        known = {f.name for f in fields(cls)}
        given = {name: value for name, value in (values or {}).items() if name in known}
        for name in ("findings", "postponed"):
            given[name] = tuple(given.get(name) or ())
        return cls(**given)


def _intent(assessment: Assessment) -> RedFlagIntent | None:
    if assessment.outcome == "urgent":
        if assessment.crisis:
            return "red_flag_crisis"
        return cast("RedFlagIntent", f"red_flag_{assessment.tier}")
    return "red_flag_check" if assessment.outcome == "check" else None


def _understood(assessment: Assessment) -> str:
    """Words for what was understood; none where only the detector suspects something, since its
    guess of the symptom may be far off ("tired and sore")."""
    if assessment.outcome == "check" and assessment.is_only_suspected:
        return ""
    return assessment.understood


def _confirmed_intent(assessment: Assessment, symptoms: Mapping[str, Symptom]) -> RedFlagIntent:
    # Names of the triage's own symptoms are not among the lists of red flags.
    names = [name for name in assessment.symptoms if name in symptoms]
    if any(symptoms[name].crisis for name in names):
        return "red_flag_crisis"
    if any(symptoms[name].tier == "emergency" for name in names):
        return "red_flag_emergency"
    return "red_flag_call_now"
