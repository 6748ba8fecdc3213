"""The alarm that still stands in a conversation: one rule for whoever asks. Pure.

No later remark undoes an alarm, but a clear no right after one that was only guessed; it ends when
help is called, or some messages on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.safety.escalation import (
    CALL_BOTH,
    CALL_OVERDOSE_OF_ANOTHER,
    OVERDOSES,
    REPEATED_AS_SAID,
    URGENT_RESPONSES,
    Escalation,
    RedFlagIntent,
)

# So many messages of the patient may follow before an alarm is taken as dealt with.
MESSAGES_AFTER_ALARM = 10
# For so many, whatever is said is taken as said under the alarm.
MESSAGES_RIGHT_AFTER = 3
_CALL_NOW: RedFlagIntent = "red_flag_call_now"
_CRISIS: RedFlagIntent = "red_flag_crisis"
_EMERGENCY: RedFlagIntent = "red_flag_emergency"
# These name the emergency number, and thoughts of suicide beside it.
_OF_BODY_AND_MIND = OVERDOSES | {CALL_BOTH}
_ORDER = (_CALL_NOW, _CRISIS, _EMERGENCY)


@dataclass(frozen=True)
class OpenAlarm:
    """The gravest alarm of the last few messages.

    Attributes:
        intent: what it was: an emergency, the crisis line, or call the care team.
        repeats: the response with which it was given.
        messages_since: how many messages ago anything urgent was last said; 1: to the one before.
        text: the message that raised it; empty where an answer to a question did.
        findings: names of the symptoms that it named.
        understood: its words for the patient, such as "chest pain"; empty: it named nothing.
    """

    intent: RedFlagIntent
    repeats: str
    messages_since: int = 1
    text: str = field(default="", repr=False)
    findings: tuple[str, ...] = ()
    understood: str = ""

    @property
    def is_recent(self) -> bool:
        return self.messages_since <= MESSAGES_RIGHT_AFTER

    def instead_of(self, lesser: Escalation) -> Escalation:
        """What is said where a lesser alarm comes after an emergency: the emergency again. What is
        new stands in the records beside it."""
        return Escalation(
            intent=_EMERGENCY,
            is_final=lesser.is_final,
            findings=tuple(dict.fromkeys((*self.findings, *lesser.findings))),
            understood=self.understood,
            also_crisis=self.repeats == CALL_BOTH,
            is_overdose=self.repeats in OVERDOSES,
            of_another=self.repeats == CALL_OVERDOSE_OF_ANOTHER,
            language=lesser.language,
        )

    def once_more(self) -> Escalation:
        """The same alarm as it was first given: it was dealt with, and has come back."""
        return replace(self.instead_of(Escalation()), intent=self.intent, is_final=True)


@dataclass(frozen=True)
class AlarmsOfTurn:
    """What one message and the replies to it mean for an alarm.

    Attributes:
        raised: the alarms that were given, in order.
        help_is_coming: whether the patient was answered that it is good that help is called.
        takes_back: whether the alarm before it was taken back: it was only guessed, and a clear no
            was believed, or a slip of the pen was put right.
        is_safe: whether a no in full words after the crisis line was believed: that is over, and
            nothing else.
        only_reminds: whether what was raised is an earlier alarm once more.
        help_is_there: whether help is said to have come, and not only to be on its way.
    """

    raised: tuple[OpenAlarm, ...] = ()
    help_is_coming: bool = False
    takes_back: bool = False
    is_safe: bool = False
    only_reminds: bool = False
    help_is_there: bool = False


def alarm_after(turns: Sequence[AlarmsOfTurn]) -> OpenAlarm | None:
    """The alarm that stands after these turns, oldest first; None: there is none.

    A turn that raises an alarm never ends one: "the ambulance is coming but he stopped breathing".
    """
    found: OpenAlarm | None = None
    taken_back = 0
    is_safe = False
    for since, turn in enumerate(reversed(turns[-MESSAGES_AFTER_ALARM:]), start=1):
        if turn.help_is_coming and not turn.raised:
            break
        if turn.raised and taken_back:
            taken_back -= not turn.only_reminds
            continue
        taken_back += turn.takes_back
        is_safe |= turn.is_safe
        for one in reversed(turn.raised):
            if is_safe and one.intent == _CRISIS:
                continue
            found = replace(one, messages_since=since) if found is None else _graver(found, one)
    return found


def alarm_answered_by_help(
    turns: Sequence[AlarmsOfTurn], *, or_seen: bool = False
) -> OpenAlarm | None:
    """The alarm after which help was called and is still on its way; None: there is none.

    ``or_seen``: also where help has come since, or told what to do.
    """
    for since, turn in enumerate(reversed(turns[-MESSAGES_AFTER_ALARM:]), start=1):
        if turn.raised or (turn.help_is_there and not or_seen):
            return None
        if turn.help_is_coming:
            alarm = alarm_after(turns[: len(turns) - since])
            return None if alarm is None else replace(alarm, messages_since=since)
    return None


def given_as(
    urgency: str | None,
    is_crisis: bool,
    response: str,
    findings: Sequence[str],
    understood: str,
) -> OpenAlarm:
    """An alarm as a reply gave it; ``response``: its name."""
    intent = _CALL_NOW
    if response in _OF_BODY_AND_MIND or (urgency == "emergency" and not is_crisis):
        intent = _EMERGENCY
    elif is_crisis:
        intent = _CRISIS
    repeats = response if response in REPEATED_AS_SAID else URGENT_RESPONSES[intent]
    return OpenAlarm(intent, repeats, findings=tuple(findings), understood=understood)


def is_lesser(urgency: str | None, is_crisis: bool, standing: OpenAlarm) -> bool:
    """Whether an alarm says less than the emergency that stands."""
    return standing.intent == _EMERGENCY and urgency == "call_now" and not is_crisis


def _graver(later: OpenAlarm, earlier: OpenAlarm) -> OpenAlarm:
    """Both as one alarm, as recent as the later one."""
    if earlier.intent == later.intent:
        is_both = earlier.repeats in _OF_BODY_AND_MIND
        return replace(
            later,
            text=later.text or earlier.text,
            repeats=earlier.repeats if is_both else later.repeats,
            findings=later.findings or earlier.findings,
            understood=later.understood or earlier.understood,
        )
    if _ORDER.index(earlier.intent) > _ORDER.index(later.intent):
        return replace(earlier, messages_since=later.messages_since)
    return later
