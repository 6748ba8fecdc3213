"""Rasa policy: what follows an answer to a check, and what is said of the call after an alarm.

It stands above the rules, and leaves alone a turn in which something urgent is judged. A thin
adapter of bot/safety/talk.py; what was asked or said before, it reads from the conversation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.once import once_a_turn
from bot.content.open_alarm import (
    HELP_IS_COMING,
    SEEN_BY_TEAM,
    alarm_before,
    alarm_with_help_coming,
)
from bot.content.open_check import asked_about, unanswered_check
from bot.content.red_flag_talk import safety_talk
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.open_alarm import OpenAlarm
from bot.dialogue.plain_words import Settled, matter_settled
from bot.dialogue.reading import read_message as read_for_context
from bot.dialogue.reports import MOOD
from bot.dialogue.suicide_question import answer_about_suicide
from bot.dialogue.triage_state import ANSWERS
from bot.nlu.adding_up import ADDS_UP
from bot.nlu.after_alarm import Remark, is_asked, remark_of
from bot.nlu.alarm_replies import of_call, of_remark, under_an_emergency, while_help_comes
from bot.nlu.symptom_report import REPORT
from bot.nlu.triage_messages import asks_clearly
from bot.safety.escalation import (
    CALL_OVERDOSE,
    RED_FLAG,
    URGENT_RESPONSES,
    Escalation,
)
from bot.safety.rules.quantities import BELOW
from bot.safety.rules.reading import Reading, read_message
from bot.safety.talk import CheckAnswer

SAY_YES, SAY_NO, LINE_UNANSWERED = "utter_call_checked", "utter_not_now", "utter_line_unanswered"
_ANSWERS = frozenset({"yes", "no", "not_sure"})
_SETTLED: Mapping[Settled, str] = {"seen": SEEN_BY_TEAM, "over": "utter_long_over"}


@dataclass(frozen=True)
class Turn:
    """What the policy looks at: the latest message, and what was said before it.

    Attributes:
        text: the latest message.
        asked: the check that was the last reply, if it was one.
        asked_before: the same, where something that answers nothing stands between.
        alarm: the gravest alarm of the last messages.
        remark: what the message is under an alarm that was just given.
        own: what was judged of the latest message.
        is_report: whether the latest message reports a symptom that the triage asks about.
        asks_clearly: whether it is clearly a question about a topic.
        adds_up: whether it makes an emergency of the alarm.
        helped: the alarm after which help was called, and is on its way.
        settled: whether it is dealt with: over for long, or seen by the care team.
    """

    text: str
    asked: Escalation | None
    asked_before: Escalation | None
    alarm: OpenAlarm | None
    remark: Remark | None
    own: Escalation
    is_report: bool = False
    asks_clearly: bool = False
    adds_up: bool = False
    helped: OpenAlarm | None = None
    settled: Settled | None = None


def reply_to(turn: Turn) -> str | None:
    """The response that follows; None: the message is understood by itself."""
    if turn.own.is_urgent:
        return under_an_emergency(turn.own, turn.alarm)
    if turn.own.is_foreign:
        return _reply_in_another_language(turn)
    if turn.asked is not None:
        if turn.asked.asks_about_suicide:
            return _of_suicide(turn)
        if turn.is_report and not turn.asked.understood:
            return None  # "Is something wrong?" - "the runs since yesterday": asked about as that
        answer = answer_to(turn.asked, turn.text)
        if answer is not None:
            return SAY_NO if answer in ("no", "over") else SAY_YES
    elif turn.asked_before is not None and safety_talk().begins_with_yes(turn.text):
        return SAY_YES
    if turn.alarm is not None:
        return _after(turn.alarm, turn)
    if turn.helped is not None and not turn.own.is_check:
        said = safety_talk().read_after_alarm(turn.text)
        reply = while_help_comes(turn.helped, said, turn.remark)
        if reply is not None:
            return reply
    if turn.settled is not None and turn.own.intent is None and not turn.is_report:
        return _SETTLED[turn.settled]
    names_it = turn.own.is_check and bool(turn.own.understood)
    unanswered = not names_it and safety_talk().says_that_nobody_answers(turn.text)
    return LINE_UNANSWERED if unanswered else None


def _reply_in_another_language(turn: Turn) -> str | None:
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
    # What else is said under an alarm is not understood: the urgent words once more.
    alarm = turn.alarm if turn.own.intent is None else None
    return alarm.repeats if alarm is not None and alarm.is_recent else None


def _of_suicide(turn: Turn) -> str | None:
    """What follows an answer to the question about suicide: of what is no clear no, only a clear
    question and another symptom by its name are answered as such."""
    said = triage_reader().said(turn.text)
    asks_of_else = turn.own.is_check and turn.own.understood and not turn.own.asks_about_suicide
    reports = turn.is_report and bool(set(said.happening) - {MOOD})
    if turn.asks_clearly or asks_of_else or reports:
        return None
    is_no = answer_about_suicide(said, triage_reader().rules.knowledge) == "no"
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


def _is_harmless_number(text: str) -> bool:
    """Whether it gives a measurement, and none that alarms."""
    settings = safety_settings()
    reading = read_message(text, settings.knowledge, settings.fever_threshold_celsius)
    return bool(reading.measures) and _is_harmless(reading)


def _after(alarm: OpenAlarm, turn: Turn) -> str | None:
    if turn.settled == "seen" and alarm.intent == "red_flag_call_now" and not turn.own.is_check:
        return SEEN_BY_TEAM
    talk = safety_talk()
    said = talk.read_after_alarm(turn.text)
    if said == "slip" and turn.own.is_check and turn.own.confirmed_intent == "red_flag_emergency":
        said = None  # "I meant he can't be woken"
    if said == "slip" and alarm.intent == "red_flag_call_now" and _is_harmless_number(turn.text):
        said = "correction"  # "typo, 36.8"
    is_crisis = alarm.intent == "red_flag_crisis" and said != "help_is_coming"
    if is_crisis and talk.says_that_it_was_done(turn.text):
        return CALL_OVERDOSE
    is_worse = alarm.intent == "red_flag_call_now" and talk.says_it_is_worse(turn.text)
    adds = turn.own.is_check or turn.remark == "changes_nothing"
    if said is None and (is_worse or (adds and turn.adds_up)):
        return URGENT_RESPONSES["red_flag_emergency"]
    if said is None:
        return of_remark(turn.remark, alarm) if turn.remark else None
    return of_call(alarm, said)


def turn_of(tracker: DialogueStateTracker) -> Turn:
    """The latest message of a conversation and what stood before it."""
    messages = [event for event in tracker.events if isinstance(event, UserUttered)]
    parse = messages[-1].parse_data or {}
    # What is tapped under a triage question answers that, and no check.
    is_tapped = bool((messages[-1].metadata or {}).get(ANSWERS))
    alarm = alarm_before(tracker)
    helped = alarm_with_help_coming(tracker) if alarm is None else None
    under = alarm or helped
    return Turn(
        text=str(messages[-1].text or ""),
        asked=None if is_tapped else asked_about(tracker),
        asked_before=None if is_tapped else unanswered_check(tracker),
        alarm=alarm,
        remark=remark_of(tracker, under.intent) if under and under.is_recent else None,
        own=Escalation.from_dict(parse.get(RED_FLAG)),
        is_report=bool((parse.get(REPORT) or {}).get("takes_over")),
        asks_clearly=asks_clearly(parse),
        adds_up=bool(parse.get(ADDS_UP)),
        helped=helped,
        settled=_settled(tracker),
    )


def _settled(tracker: DialogueStateTracker) -> Settled | None:
    """Whether the latest message says that it is dealt with; not where it answers a question."""
    message = tracker.latest_message
    if message is None or is_asked(tracker):
        return None
    return matter_settled(read_for_context(str(message.text or ""), context_knowledge()))


@once_a_turn
def _reply_in(tracker: DialogueStateTracker) -> str | None:
    return reply_to(turn_of(tracker))


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class RedFlagPolicy(Policy):
    """Predicts the reply to an answer, or to what is said of the call; else nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Above the rules (6), the context (7) and the triage (8).
        return {"priority": 9}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ARG003
    ) -> RedFlagPolicy:
        return cls(config, model_storage, resource, execution_context)

    def train(
        self,
        training_trackers: list[Any],  # noqa: ARG002
        domain: Domain,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Resource:
        """Nothing is learned."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> PolicyPrediction:
        message = tracker.latest_message
        parse = (message.parse_data if message else None) or {}
        if not parse.get("text"):
            return self._nothing(domain)
        reply = _reply_in(tracker)
        # A model of yesterday does not know a reply of today.
        if reply is None or reply not in domain.action_names_or_texts:
            return self._nothing(domain)
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            return self._predict(reply, domain)
        said = tracker.latest_action_name == reply
        return self._predict(ACTION_LISTEN_NAME, domain) if said else self._nothing(domain)

    def _nothing(self, domain: Domain) -> PolicyPrediction:
        return self._prediction(self._default_predictions(domain))

    def _predict(self, action: str, domain: Domain) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)
