"""What a message answers to "Is this happening now?", and what is said where it answers nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.red_flag_talk import safety_talk
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.reports import MOOD
from bot.dialogue.suicide_question import answer_about_suicide
from bot.nlu.turn_reading import TurnReading
from bot.safety.escalation import CHECK_CRISIS, Escalation
from bot.safety.rules.quantities import BELOW
from bot.safety.rules.reading import Reading, read_message
from bot.safety.talk import CheckAnswer

SAY_YES, SAY_NO = "utter_call_checked", "utter_not_now"


def reply_about_suicide(turn: TurnReading) -> str | None:
    """What follows an answer to the question about suicide: of what is no clear no, only a clear
    question and another symptom by its name are answered as such."""
    said = triage_reader().said(turn.text)
    asks_of_else = turn.own.is_check and turn.own.understood and not turn.own.asks_about_suicide
    reports = turn.is_report and bool(set(said.happening) - {MOOD})
    if turn.asks_clearly or asks_of_else or reports:
        return None
    is_no = answer_about_suicide(said, triage_reader().rules.knowledge) == "no"
    if turn.is_beside:
        return CHECK_CRISIS
    is_sign = not said.words.items and safety_talk().read_sign(turn.text) == "no"
    return SAY_NO if is_no or is_sign else SAY_YES


def answer_to(asked: Escalation, text: str) -> CheckAnswer | None:
    """What a message answers to a check; a bare number is read as what was asked about."""
    measurement = safety_talk().as_measurement(text, asked.findings)
    if measurement is not None:
        settings = safety_settings()
        reading = read_message(measurement, settings.knowledge, settings.fever_threshold_celsius)
        if reading.measures:
            return "no" if _is_harmless(reading) else "yes"
    return safety_talk().read_check_answer(text)


def _is_harmless(reading: Reading) -> bool:
    return all(measure.verdict == BELOW for measure in reading.measures)


def is_harmless_number(text: str, of: Sequence[str]) -> bool:
    """Whether it gives a measurement of one of these symptoms, and none that alarms."""
    settings = safety_settings()
    talk = safety_talk()
    read = (text, talk.as_measurement(talk.measured_once_more(text) or text, of))
    readings = (
        read_message(one, settings.knowledge, settings.fever_threshold_celsius)
        for one in read
        if one is not None
    )
    reading = next((one for one in readings if one.measures), None)
    if reading is None or not _is_harmless(reading):
        return False
    return any(measure.symptom in of for measure in reading.measures)


def check_to_put_again(turn: TurnReading) -> str | None:
    """The check that is put once more after this message; None: it was answered, a symptom is
    asked about or advised on instead, or something else may be a red flag."""
    check = turn.check_again
    is_else = turn.own.intent is not None or turn.is_report or turn.triage.says is not None
    return None if check is None or is_else else check.response


def says_nothing_known(turn: TurnReading) -> bool:
    return turn.own.is_foreign or (turn.message.is_unclear and not turn.asks_clearly)
