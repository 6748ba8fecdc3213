"""Whatever follows what is said of a call is said in the language in which it was asked for."""

from __future__ import annotations

from bot.content.language_of_reply import FOLLOW_UPS
from bot.content.open_alarm import ENDING
from bot.dialogue.open_alarm import OpenAlarm
from bot.nlu.after_alarm import Remark
from bot.nlu.alarm_replies import AFTER_HELP_IS_CALLED, of_call, of_remark, while_help_comes
from bot.nlu.check_answers import SAY_NO, SAY_YES
from bot.nlu.raised_by_talk import SAFE_NOW
from bot.nlu.red_flag_policy import CRISIS_LINE_IS_THERE, LINE_UNANSWERED
from bot.safety.escalation import URGENT_RESPONSES
from bot.safety.talk import AFTER_ALARM

REMARKS: tuple[Remark, ...] = ("changes_nothing", "asks_what_to_do", "acknowledges")


def _replies() -> set[str | None]:
    replies: set[str | None] = {*AFTER_HELP_IS_CALLED.values(), *ENDING, SAFE_NOW}
    replies |= {CRISIS_LINE_IS_THERE, LINE_UNANSWERED, SAY_NO, SAY_YES}
    for intent, response in URGENT_RESPONSES.items():
        alarm = OpenAlarm(intent, response)
        replies |= {of_call(alarm, said) for said in AFTER_ALARM.values() if said != "waiting"}
        replies |= {while_help_comes(alarm, said, None) for said in AFTER_ALARM.values()}
        replies |= {of_remark(remark, alarm) for remark in REMARKS}
    return replies


def test_none_is_missing() -> None:
    alarms_themselves = {None, *URGENT_RESPONSES.values()}
    assert _replies() - alarms_themselves - FOLLOW_UPS == set()


def test_an_answer_is_none_of_them() -> None:
    assert not {"utter_first_topic", "utter_out_of_scope", "utter_triage_question"} & FOLLOW_UPS
