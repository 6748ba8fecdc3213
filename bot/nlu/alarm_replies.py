"""Which response follows what is said under an alarm: of the call, or of anything else. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.open_alarm import (
    HELP_IS_COMING,
    HELP_IS_THERE,
    NOT_THE_PATIENT,
    SEEN,
)
from bot.dialogue.open_alarm import OpenAlarm
from bot.nlu.after_alarm import Remark
from bot.safety.escalation import REPEATED_AS_SAID, Escalation, RedFlagIntent
from bot.safety.talk import AfterAlarm

_NOBODY_ANSWERS_CRISIS_LINE = "utter_nobody_answers_crisis_line"
_REALLY_AN_EMERGENCY = "utter_really_an_emergency"
_CORRECTED_EMERGENCY = "utter_corrected_emergency"
_NOT_THE_PATIENT_EMERGENCY = "utter_not_the_patient_emergency"
_UNTIL_HELP_COMES, _UNTIL_THEY_CALL = "utter_until_help_comes", "utter_until_they_call"
_GOING_IN = "utter_going_in"
_BY_ANOTHER_EMERGENCY = "utter_someone_may_call_in_an_emergency"
MEASURED_AGAIN = "utter_measured_again"
# In a crisis these get its urgent words again.
_SAID_ONCE_MORE = frozenset({"really_urgent", "waiting", "by_another"})
_STILL_CALL: Mapping[RedFlagIntent, str] = {
    "red_flag_crisis": "utter_still_crisis",
    "red_flag_emergency": "utter_still_an_emergency",
    "red_flag_call_now": "utter_still_call",
}
_ASK_THEM: Mapping[RedFlagIntent, str] = {
    "red_flag_crisis": "utter_still_crisis",
    "red_flag_emergency": "utter_ask_them_in_an_emergency",
    "red_flag_call_now": "utter_ask_them",
}
_PLEASE_CALL: Mapping[RedFlagIntent, str] = {
    "red_flag_crisis": "utter_please_call_crisis_line",
    "red_flag_emergency": "utter_please_call_emergency",
    "red_flag_call_now": "utter_please_call",
}
_OF_REMARK: Mapping[Remark, Mapping[RedFlagIntent, str]] = {
    "changes_nothing": _STILL_CALL,
    "asks_what_to_do": _ASK_THEM,
    "acknowledges": _PLEASE_CALL,
}
_AFTER_ALARM: Mapping[AfterAlarm, str] = {
    "help_is_coming": HELP_IS_COMING,
    "seen": SEEN,
    "not_the_patient": NOT_THE_PATIENT,
    "help_is_there": HELP_IS_THERE,
    "until_help_comes": _UNTIL_HELP_COMES,
    "going_in": _GOING_IN,
    "nobody_answers": "utter_nobody_answers",
    # "Still nothing", where no help was called yet: a call that came to nothing.
    "waiting": "utter_nobody_answers",
    "by_another": "utter_someone_may_call",
    "cannot_call": "utter_cannot_call",
    "long_ago": "utter_corrected",
    "correction": "utter_corrected",
    "slip": _CORRECTED_EMERGENCY,
    "really_urgent": "utter_really_urgent",
}
# After a call was welcomed: "they are on the way", "still waiting".
AFTER_HELP_IS_CALLED: Mapping[AfterAlarm | None, str] = {
    "help_is_coming": HELP_IS_COMING,
    "seen": SEEN,
    "nobody_answers": "utter_line_unanswered",
    "waiting": "utter_line_unanswered",
    "going_in": _GOING_IN,
}


def under_an_emergency(own: Escalation, alarm: OpenAlarm | None) -> str | None:
    """A weak suspicion of something lesser right after an emergency changes nothing."""
    is_weak = own.intent == "red_flag_call_now" and not (own.is_final or own.is_foreign)
    if not is_weak or alarm is None or not alarm.is_recent:
        return None
    is_emergency = alarm.intent == "red_flag_emergency"
    return of_remark("changes_nothing", alarm) if is_emergency else None


def of_remark(remark: Remark, alarm: OpenAlarm) -> str:
    as_said = alarm.repeats in REPEATED_AS_SAID
    return alarm.repeats if as_said else _OF_REMARK[remark][alarm.intent]


def of_call(alarm: OpenAlarm, said: AfterAlarm) -> str | None:
    """What follows what a patient says of the call that an alarm asked for."""
    is_crisis = alarm.intent == "red_flag_crisis"
    if said in ("seen", "not_the_patient") and is_crisis:
        return None  # thoughts of suicide stand
    # The same urgent words once more: the number stands in them.
    if said == "number_again" or (said in _SAID_ONCE_MORE and is_crisis):
        return alarm.repeats
    is_emergency = alarm.intent == "red_flag_emergency"
    if said == "until_help_comes" and not is_emergency:
        return of_remark("asks_what_to_do", alarm)
    if said == "really_urgent" and is_emergency:
        return _REALLY_AN_EMERGENCY
    if said == "by_another" and is_emergency:
        return _BY_ANOTHER_EMERGENCY
    if said == "nobody_answers" and is_crisis:
        return _NOBODY_ANSWERS_CRISIS_LINE
    if said in ("correction", "long_ago", "slip", "going_in") and is_crisis:
        return None  # thoughts of suicide are not taken back so
    if said == "not_the_patient" and is_emergency:
        return _NOT_THE_PATIENT_EMERGENCY
    return _CORRECTED_EMERGENCY if said == "correction" and is_emergency else _AFTER_ALARM[said]


def while_help_comes(
    alarm: OpenAlarm, said: AfterAlarm | None, remark: Remark | None
) -> str | None:
    """What follows once help is called, until it is there: "what do I do until they come?"."""
    if said in ("help_is_there", "help_is_coming", "going_in"):
        return _AFTER_ALARM[said]
    if alarm.intent == "red_flag_crisis":
        return None
    asks = remark == "asks_what_to_do" and alarm.is_recent
    is_emergency = alarm.intent == "red_flag_emergency"
    if said == "until_help_comes" or (asks and is_emergency):
        return _UNTIL_HELP_COMES if is_emergency else _UNTIL_THEY_CALL
    return None
