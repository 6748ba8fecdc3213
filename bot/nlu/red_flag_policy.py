"""Rasa policy: what follows an answer to a check, and what is said of the call after an alarm.

It stands above the rules, and leaves alone a turn in which something urgent is judged. A thin
adapter of bot/safety/talk.py; what was asked or said before, it reads from the conversation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.open_alarm import HELP_IS_COMING, SEEN
from bot.content.parsed_message import latest_parse
from bot.content.red_flag_talk import safety_talk
from bot.content.triage_model import triage_reader
from bot.dialogue.open_alarm import OpenAlarm
from bot.dialogue.plain_words import Settled
from bot.nlu.adding_up import is_mere_detail
from bot.nlu.alarm_replies import (
    AFTER_HELP_IS_CALLED,
    MEASURED_AGAIN,
    of_call,
    of_remark,
    under_an_emergency,
    while_help_comes,
)
from bot.nlu.check_answers import (
    SAY_NO,
    SAY_YES,
    answer_to,
    check_to_put_again,
    is_harmless_number,
    reply_about_suicide,
    says_nothing_known,
)
from bot.nlu.fixed_policy import FixedPolicy
from bot.nlu.raised_by_talk import SAFE_NOW
from bot.nlu.turn_reading import TriageBefore, TurnReading, reading_of
from bot.safety.escalation import CALL_OVERDOSE, URGENT_RESPONSES

LINE_UNANSWERED = "utter_line_unanswered"
CRISIS_LINE_IS_THERE = "utter_crisis_line_is_there"
UNANSWERED_IN_TRIAGE: Mapping[TriageBefore, str] = {
    "asked": "utter_line_unanswered_asked",
    "advised": "utter_line_unanswered_advised",
}
_QUESTION_FOLLOWS = frozenset({UNANSWERED_IN_TRIAGE["asked"]})
_CALL_FOR_HELP = "call_for_help"
_HELP = frozenset({"help_is_coming", "help_is_there"})
# Thoughts of suicide stand after "it was a joke", whatever is understood of it.
_NOT_TAKEN_BACK_SO = frozenset({"correction", "long_ago", "slip"})
_ANSWERS = frozenset({"yes", "no", "not_sure"})
# "Danke", "ja" under an alarm: nobody has said yet that help is called.
_ACKNOWLEDGES = frozenset({"thanks", "goodbye", "yes"})
# After these another reply to the same message follows.
_CONTINUED = frozenset({"utter_first_topic", "utter_comfort"})
_SETTLED: Mapping[Settled, str] = {"seen": SEEN, "over": "utter_long_over"}


def reply_to(turn: TurnReading) -> str | None:
    """The response that follows; None: the message is understood by itself."""
    if turn.own.is_urgent:
        return under_an_emergency(turn.own, turn.alarm) or _worse_since(turn)
    if turn.own.is_foreign:
        return _reply_in_another_language(turn)
    if turn.asked is not None:
        if turn.asked.asks_about_suicide:
            return reply_about_suicide(turn)
        if turn.is_report and (not turn.asked.understood or _is_about_else(turn)):
            # "Is something wrong?" - "the runs since yesterday": asked about as that.
            return None
        answer = answer_to(turn.asked, turn.text)
        if turn.adds_up and answer not in ("no", "over"):
            return URGENT_RESPONSES["red_flag_emergency"]
        if answer is not None:
            return SAY_NO if answer in ("no", "over") else SAY_YES
    elif turn.asked_before is not None and safety_talk().begins_with_yes(turn.text):
        return SAY_YES
    if turn.alarm is not None:
        return _after(turn.alarm, turn)
    return _once_help_is_called(turn) or _without_alarm(turn)


def _without_alarm(turn: TurnReading) -> str | None:
    if turn.settled is not None and turn.own.intent is None and not turn.is_report:
        return _SETTLED[turn.settled]
    if turn.own.value_response and turn.triage_before != "asked":
        return turn.own.value_response
    if turn.is_safe:
        return SAFE_NOW
    is_asked = turn.own.is_check and bool(turn.own.understood)
    unanswered = not is_asked and safety_talk().says_that_nobody_answers(turn.text)
    if unanswered:
        return UNANSWERED_IN_TRIAGE[turn.triage_before] if turn.triage_before else LINE_UNANSWERED
    return HELP_IS_COMING if _has_called_for_help(turn) else None


def _once_help_is_called(turn: TurnReading) -> str | None:
    """What is said of the help that was called and is waited for."""
    said = safety_talk().read_after_alarm(turn.text)
    if (worse := _worse_since(turn)) is not None:
        return worse
    if turn.helped is not None and not turn.own.is_check:
        reply = while_help_comes(turn.helped, said, turn.remark)
        if reply is not None:
            return reply
    return AFTER_HELP_IS_CALLED.get(said) if turn.help_called else None


def _worse_since(turn: TurnReading) -> str | None:
    """What follows where it gets worse after help was called ("If it gets worse before you have
    help, call 911"), or something makes an emergency of it; whoever was seen calls again."""
    alarm = turn.answered_alarm
    if alarm is None or alarm.intent == "red_flag_crisis":
        return None
    if turn.adds_up and (turn.own.is_check or turn.is_report):
        return URGENT_RESPONSES["red_flag_emergency"]
    names_nothing = not turn.own.understood and not triage_reader().said(turn.text).happening
    if not (names_nothing and safety_talk().says_it_is_worse(turn.text)):
        return None
    is_waited_for = turn.helped is not None or alarm.intent == "red_flag_emergency"
    return URGENT_RESPONSES["red_flag_emergency" if is_waited_for else "red_flag_call_now"]


def _has_called_for_help(turn: TurnReading) -> bool:
    """ "The ambulance is here now", of which nothing was told before, asks for none."""
    is_only_that = turn.own.is_check and set(turn.own.findings) <= {_CALL_FOR_HELP}
    return is_only_that and safety_talk().read_after_alarm(turn.text) in _HELP


def _is_about_else(turn: TurnReading) -> bool:
    """Whether "I have diarrhea" follows where a change of sight was asked about; a yes or a no
    before it answers all the same."""
    assert turn.asked is not None
    knowledge = triage_reader().rules.knowledge
    asked = {name for flag in turn.asked.findings for name in knowledge.same_as.get(flag, ())}
    named = set(triage_reader().said(turn.text).happening)
    if not asked or not named or named & {*asked, *turn.asked.findings}:
        return False
    opening = safety_talk().read_check_answer(" ".join(turn.text.split()[:1]))
    return opening not in ("yes", "no")


def _reply_in_another_language(turn: TurnReading) -> str | None:
    """The same by what the language's own words answered: in English "no sé" would be a no."""
    answer = turn.own.answer
    asks_suicide = turn.asked is not None and turn.asked.asks_about_suicide
    if asks_suicide and not turn.own.is_check:
        return SAY_NO if answer == "no" else SAY_YES
    if answer == "nobody_answers":
        return LINE_UNANSWERED if turn.alarm is None else of_call(turn.alarm, "nobody_answers")
    if answer == "help_is_coming":
        return HELP_IS_COMING
    if turn.asked is not None and answer in _ANSWERS:
        return SAY_NO if answer == "no" else SAY_YES
    if answer in _ACKNOWLEDGES and turn.alarm is not None and turn.alarm.is_recent:
        return of_remark("acknowledges", turn.alarm)
    # What else is said under an alarm is not understood, or only suspected of something: the
    # urgent words once more. Thoughts of suicide are asked about all the same.
    is_less = turn.own.intent is None or (turn.own.is_check and not turn.own.asks_about_suicide)
    alarm = turn.alarm if is_less else None
    return alarm.repeats if alarm is not None and alarm.is_recent else None


def _after(alarm: OpenAlarm, turn: TurnReading) -> str | None:
    if turn.settled == "seen" and alarm.intent == "red_flag_call_now" and not turn.own.is_check:
        return SEEN
    talk = safety_talk()
    said = talk.read_after_alarm(turn.text)
    if said == "slip" and turn.own.is_check and turn.own.confirmed_intent == "red_flag_emergency":
        said = None  # "I meant he can't be woken"
    if alarm.intent == "red_flag_call_now" and is_harmless_number(turn.text, alarm.findings):
        if said != "slip" and not talk.puts_right(turn.text):
            return MEASURED_AGAIN  # "it's 37 now": what was measured first stands
        said = "correction"  # "typo, 36.8"
    is_crisis = alarm.intent == "red_flag_crisis" and said != "help_is_coming"
    if is_crisis and talk.says_that_it_was_done(turn.text):
        return CALL_OVERDOSE
    takes_back = is_crisis and said in _NOT_TAKEN_BACK_SO
    said = None if takes_back else said
    if is_crisis and said is None and turn.is_safe:
        return SAFE_NOW
    is_worse = alarm.intent == "red_flag_call_now" and talk.says_it_is_worse(turn.text)
    is_worse &= not is_mere_detail(turn.text)  # "it's spread to my legs"
    adds = turn.own.is_check or turn.is_report or turn.remark == "changes_nothing"
    adds &= not talk.breaks_off(turn.text)
    if said == "number_again" and adds and turn.adds_up:
        said = None  # "I forgot to say that I am confused" asks for no number
    if said is None and (is_worse or (adds and turn.adds_up)):
        return URGENT_RESPONSES["red_flag_emergency"]
    if said is None and is_crisis and turn.is_card_known and turn.remark == "changes_nothing":
        return CRISIS_LINE_IS_THERE
    if said is None:
        remark = turn.remark or ("changes_nothing" if takes_back else None)
        return of_remark(remark, alarm) if remark else None
    return of_call(alarm, said)


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class RedFlagPolicy(FixedPolicy):
    """Predicts the reply to an answer, or to what is said of the call; else nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Above the rules (6), the context (7) and the triage (8).
        return {"priority": 9}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> PolicyPrediction:
        parse = latest_parse(tracker)
        if not parse.get("text"):
            return self._nothing(domain)
        turn = reading_of(tracker)
        reply = reply_to(turn)
        if reply is None:
            return self._put_check_again(turn, tracker, domain)
        # A model of yesterday does not know a reply of today.
        if reply not in domain.action_names_or_texts:
            return self._nothing(domain)
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            return self._predict(reply, domain)
        said = tracker.latest_action_name == reply
        if said and reply in _QUESTION_FOLLOWS:
            return self._nothing(domain)  # the triage puts its question again
        return self._predict(ACTION_LISTEN_NAME, domain) if said else self._nothing(domain)

    def _put_check_again(
        self, turn: TurnReading, tracker: DialogueStateTracker, domain: Domain
    ) -> PolicyPrediction:
        """The check that got no answer: in place of "I do not know that" to "lol", or below what
        else is said, as the triage goes back to its question."""
        last, check = str(tracker.latest_action_name), check_to_put_again(turn)
        if check is None:
            return self._nothing(domain)
        if last == check:
            return self._predict(ACTION_LISTEN_NAME, domain)
        goes_first = last == ACTION_LISTEN_NAME and not says_nothing_known(turn)
        is_within = last in _CONTINUED or not (
            last.startswith(UTTER_PREFIX) or last == ACTION_LISTEN_NAME
        )
        return self._nothing(domain) if goes_first or is_within else self._predict(check, domain)
