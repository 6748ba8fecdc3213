"""What follows from a judgement, decided once: guard, component, responses and records read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, cast

from bot.safety.finding import DETECTOR, Assessment, Finding
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
# Said in place of these where the escalation says more than its intent.
CALL_BOTH = "utter_call_emergency_and_crisis_line"
CALL_OVERDOSE = "utter_call_overdose"
CALL_OVERDOSE_OF_ANOTHER = "utter_call_overdose_of_another"
OVERDOSES = frozenset({CALL_OVERDOSE, CALL_OVERDOSE_OF_ANOTHER})
CALL_UNNAMED = "utter_call_unnamed"
CHECK_UNNAMED = "utter_check_unnamed"
CHECK_UNNAMED_OF_ANOTHER = "utter_check_unnamed_of_another"
CHECK_EMERGENCY = "utter_check_emergency"
CHECK_CRISIS = "utter_check_crisis"
# The writer tells of somebody else who may end his life, or asks about help to die.
CALL_FOR_ANOTHER = "utter_call_crisis_line_for_another"
CHECK_FOR_ANOTHER = "utter_check_crisis_of_another"
CHECK_HELP_TO_DIE = "utter_check_help_to_die"
CRISIS_CHECKS = frozenset({CHECK_CRISIS, CHECK_FOR_ANOTHER, CHECK_HELP_TO_DIE})
# Urgent words that say more than those of their intent: they are repeated as they were said.
REPEATED_AS_SAID = OVERDOSES | {CALL_BOTH, CALL_FOR_ANOTHER}
# The line under an answer about a symptom, by how soon one must call for it.
CallLine = Literal["emergency", "crisis", "call_now"]
CALL_LINES: Mapping[CallLine, str] = {
    "emergency": "utter_call_line_emergency",
    "crisis": "utter_call_line_crisis",
    "call_now": "utter_call_line",
}
_TIERS: Mapping[RedFlagIntent, RecordedTier] = {
    "red_flag_emergency": "emergency",
    "red_flag_crisis": "emergency",
    "red_flag_call_now": "call_now",
    "red_flag_check": "check",
}
# The parsed message carries the escalation under this name, as a dictionary.
RED_FLAG = "red_flag"
ENGLISH = "en"


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
        asked_about_tier: which number that line names.
        needs_call_line: the answer ends with the general call line.
        also_crisis: an emergency of the body, and thoughts of suicide beside it.
        is_overdose: something was swallowed.
        of_another: somebody else than the writer may end his life, or is not well.
        help_to_die: the message asks about help to die.
        is_confirmed: the patient was asked, and said yes.
        postponed: topics that a "check" puts off; answered when it is not happening now.
        for_care_team: whether the question put off is one that only the care team can answer.
        language: the code of the language that the message is taken to be in.
        answer: what a message of another language answers to a question, if it does nothing else.
        value: a measured value that is told, for the patient, where it is no reason for an alarm.
        value_response: the response that says so; empty: none is told.
    """

    intent: RedFlagIntent | None = None
    is_final: bool = False
    findings: tuple[str, ...] = ()
    understood: str = ""
    asked_about: str = ""
    confirmed_intent: RedFlagIntent = "red_flag_call_now"
    asked_about_tier: CallLine = "call_now"
    needs_call_line: bool = False
    also_crisis: bool = False
    is_overdose: bool = False
    of_another: bool = False
    help_to_die: bool = False
    is_confirmed: bool = False
    postponed: tuple[str, ...] = field(default=())
    for_care_team: bool = False
    language: str = ENGLISH
    answer: str | None = None
    value: str = ""
    value_response: str = ""

    @classmethod
    def of(cls, assessment: Assessment, symptoms: Mapping[str, Symptom]) -> Escalation:
        """From the judgement and the symptoms that the lists know."""
        intent = _intent(assessment)
        return cls(
            intent=intent,
            is_final=assessment.outcome == "urgent" and not assessment.is_weak,
            findings=assessment.symptoms,
            understood=assessment.understood,
            asked_about=" or ".join(symptoms[name].understood for name in assessment.asked_about),
            asked_about_tier=_call_line_for(assessment, symptoms),
            confirmed_intent=_confirmed_intent(assessment, symptoms),
            needs_call_line=assessment.needs_call_line,
            also_crisis=assessment.crisis and assessment.emergency,
            is_overdose=assessment.overdose,
            of_another=assessment.is_of_another([s.name for s in symptoms.values() if s.crisis]),
            help_to_die=assessment.asks_about_help_to_die,
            language=assessment.language,
            answer=assessment.answer,
        )

    @property
    def is_foreign(self) -> bool:
        """Whether the message is in another language than English."""
        return self.language != ENGLISH

    @property
    def is_urgent(self) -> bool:
        """Whether the patient is told to call now."""
        return self.intent is not None and self.intent != "red_flag_check"

    @property
    def is_check(self) -> bool:
        """Whether the patient is asked if it is happening now."""
        return self.intent == "red_flag_check"

    @property
    def asks_about_suicide(self) -> bool:
        """Whether it asks if somebody thinks about ending his life."""
        return self.response in CRISIS_CHECKS

    @property
    def response(self) -> str | None:
        """The response of domain.yml that says it."""
        if self.intent is None:
            return None
        if self.is_check:
            return self._question
        if self.intent != "red_flag_call_now" and self.is_overdose:
            return CALL_OVERDOSE_OF_ANOTHER if self.of_another else CALL_OVERDOSE
        if self.intent == "red_flag_emergency" and self.also_crisis:
            return CALL_BOTH
        if self.intent == "red_flag_crisis" and self.of_another:
            return CALL_FOR_ANOTHER
        if self.is_confirmed and not self.understood and self.intent == "red_flag_call_now":
            return CALL_UNNAMED
        return RESPONSES[self.intent]

    @property
    def _question(self) -> str:
        """The question that fits: nobody is asked about what he did not name."""
        if self.confirmed_intent == "red_flag_crisis":
            if self.of_another:
                return CHECK_FOR_ANOTHER
            return CHECK_HELP_TO_DIE if self.help_to_die else CHECK_CRISIS
        if not self.understood:
            return CHECK_UNNAMED_OF_ANOTHER if self.of_another else CHECK_UNNAMED
        if self.confirmed_intent == "red_flag_emergency":
            return CHECK_EMERGENCY
        return RESPONSES["red_flag_check"]

    @property
    def call_line(self) -> str | None:
        """The response with which an answer ends: when to call."""
        if self.asked_about:
            return CALL_LINES[self.asked_about_tier]
        return "utter_general_call_line" if self.needs_call_line else None

    @property
    def tier(self) -> RecordedTier | None:
        """How urgent it is for records and notices."""
        return _TIERS[self.intent] if self.intent else None

    def as_question(self) -> Escalation:
        """The same where the message turned out to be surely a question: it is answered, and the
        answer says when to call."""
        about, tier = self.asked_about, self.asked_about_tier
        if not about and self.understood:
            about, tier = self.understood, _CALL_LINE_OF_INTENT[self.confirmed_intent]
        return replace(
            self,
            intent=None,
            is_final=False,
            findings=(),
            asked_about=about,
            asked_about_tier=tier,
            needs_call_line=True,
        )

    def as_check(self) -> Escalation:
        """The same where a weak suspicion is asked about."""
        return replace(self, intent="red_flag_check", is_final=False)

    def confirmed(self) -> Escalation:
        """What follows when the patient says that it is happening now."""
        return replace(self, intent=self.confirmed_intent, is_final=True, is_confirmed=True)

    def putting_off(self, topics: Sequence[str], for_care_team: bool) -> Escalation:
        """The same, with the question that the message may have been."""
        return replace(self, postponed=tuple(topics), for_care_team=for_care_team)

    def with_value(self, value: str, response: str) -> Escalation:
        """The same for a message that tells a value, and nothing that is felt; it is not asked
        about what is only suspected in it."""
        calm = replace(self, intent=None, is_final=False, findings=()) if self.is_check else self
        return replace(calm, value=value, value_response=response)

    def as_dict(self) -> dict[str, Any]:
        """For the parsed message and for slots, which are kept as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any] | None) -> Escalation:
        """Back from :meth:`as_dict`; nothing stands for "nothing stands out"."""
        if not values:
            return _NOTHING
        given = {name: value for name, value in values.items() if name in _FIELDS}
        for name in ("findings", "postponed"):
            given[name] = tuple(given.get(name) or ())
        return cls(**given)


_NOTHING = Escalation()
_FIELDS = frozenset(one.name for one in fields(Escalation))
_CALL_LINE_OF_INTENT: Mapping[RedFlagIntent, CallLine] = {
    "red_flag_emergency": "emergency",
    "red_flag_crisis": "crisis",
    "red_flag_call_now": "call_now",
    "red_flag_check": "call_now",
}


def _intent(assessment: Assessment) -> RedFlagIntent | None:
    """An emergency of the body, or something swallowed, comes before the crisis line."""
    if assessment.outcome == "urgent":
        if assessment.crisis and not (assessment.emergency or assessment.overdose):
            return "red_flag_crisis"
        return cast("RedFlagIntent", f"red_flag_{assessment.tier}")
    return "red_flag_check" if assessment.outcome == "check" else None


def _confirmed_intent(assessment: Assessment, symptoms: Mapping[str, Symptom]) -> RedFlagIntent:
    """By what was read in the message; a suspicion of the detector gives no number by its guess,
    but for despair in another language, about which no question of the triage's asks."""
    counting = [f for f in assessment.findings if f.counts and f.reason != DETECTOR]
    if any(f.tier == "emergency" and not _is_of_crisis(f, symptoms) for f in counting):
        return "red_flag_emergency"
    is_foreign_despair = assessment.language != ENGLISH and assessment.crisis
    if is_foreign_despair or any(_is_of_crisis(finding, symptoms) for finding in counting):
        return "red_flag_crisis"
    return "red_flag_call_now"


def _is_of_crisis(finding: Finding, symptoms: Mapping[str, Symptom]) -> bool:
    symptom = symptoms.get(finding.symptom)
    return symptom is not None and symptom.crisis


def _call_line_for(assessment: Assessment, symptoms: Mapping[str, Symptom]) -> CallLine:
    asked = [symptoms[name] for name in assessment.asked_about]
    if any(symptom.tier == "emergency" and not symptom.crisis for symptom in asked):
        return "emergency"
    return "crisis" if any(symptom.crisis for symptom in asked) else "call_now"
