"""Rasa component: the safety layer's last word over every intent and confidence.

It stands last in the pipeline. What follows from the judgement goes into the parsed message as
``red_flag``: an :class:`bot.safety.escalation.Escalation` as a dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content.context_files import context_knowledge
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.dialogue.judging import (
    by_safety_alone,
    is_rather_a_question,
    judge,
    sounds_of_nothing,
)
from bot.dialogue.plain_words import only_says_since_when
from bot.dialogue.reading import read_message
from bot.dialogue.reported_values import ValueKind, reported_value
from bot.dialogue.reports import MOOD, Reader
from bot.nlu.asked_in_letter import is_asked_in_a_letter
from bot.nlu.fallback import OFFER_INTENT, checked_share
from bot.nlu.labels import CARE_TEAM_ONLY, REFUSALS, is_topic
from bot.nlu.parse_result import (
    AFTER_COMFORT,
    ALSO,
    FEAR,
    LABEL_RANKING,
    SUREST_QUESTION,
    TOPICS,
    TWO_TOPICS,
    set_intent,
)
from bot.nlu.symptom_report import REPORT, report_of
from bot.safety import Assessment, SafetySettings
from bot.safety.escalation import RED_FLAG, Escalation
from bot.safety.judgement import judgement_of, settle
from bot.safety.rules.context import OWN_QUESTION

SURE_QUESTION = "sure_question"
VALUE_RESPONSES: Mapping[ValueKind, str] = {
    "no fever": "utter_no_fever",
    "no reason to call": "utter_calm_value",
    "tell today": "utter_value_to_tell",
    "result": "utter_blood_result",
    "result today": "utter_blood_result_today",
}
_UNCLEAR = REFUSALS | {OFFER_INTENT}
_FEELINGS = frozenset(
    {"afraid", "bereaved", "good_news", "frustrated", "apologize", "stop_talking"}
)
# An example of the topic classifier's, matched exactly.
_EXACT = 1.0
VERY_SURE_QUESTION = "very_sure_question"
SURE_REFUSAL = "sure_refusal"
_LIKELY_SHARE = 0.4
OTHER_LANGUAGE = "other_language"
# An answer to "Is this happening now?"; who is not sure is told what a yes is told. What is said of
# a call has no intent of its own: RedFlagPolicy reads it.
FOREIGN_INTENTS: dict[str | None, str] = {
    "yes": "affirm",
    "not_sure": "affirm",
    "no": "deny",
    "thanks": "thanks",
    "goodbye": "goodbye",
}


def _is_whole(span: tuple[int, int], text: str) -> bool:
    """ "fever" and not another word: a report as much as a question."""
    first, end = span
    return not any(map(str.isalnum, text[:first] + text[end:]))


def _is_plain(message: Message) -> bool:
    """Nothing but "I take Keytruda", "and how long?", "the second one" or "since last night"."""
    reading = read_message(message.get(TEXT), context_knowledge())
    return reading.is_plain or only_says_since_when(reading)


def _is_asked_in_a_letter(message: Message, assessment: Assessment) -> bool:
    ranking, surest = message.get(LABEL_RANKING) or (), message.get(SUREST_QUESTION)
    return bool(surest) and is_asked_in_a_letter(
        str(message.get(TEXT)), ranking, surest, assessment
    )


def _likely(topics: Sequence[str], message: Message) -> list[str]:
    """Topics that the message may really ask about: one that is only the least unlikely should not
    be answered when it turns out that nothing is wrong."""
    shares = dict(message.get(LABEL_RANKING) or ())
    return [topic for topic in topics if shares.get(topic, 1.0) >= _LIKELY_SHARE]


def _is_only_fear(message: Message, assessment: Assessment) -> bool:
    """Whether nothing but low mood is reported beside fear, which is answered with comfort."""
    report = report_of(assessment)
    return bool(message.get(FEAR)) and set(report["symptoms"]) <= {MOOD}


def _is_guessed_of_fear(message: Message, assessment: Assessment) -> bool:
    """Whether all that alarms in a frightened message is a weak guess of the detector's: "I was
    told today that it is cancer, and I am terrified". Not where it may be about suicide."""
    is_weak = assessment.is_weak and not assessment.crisis
    return is_weak and _is_only_fear(message, assessment)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RedFlagClassifier(IntentClassifier, GraphComponent):
    """Thin adapter around :func:`bot.safety.assess`."""

    def __init__(
        self, config: dict[str, Any], settings: SafetySettings, reader: Reader | None = None
    ) -> None:
        self._sure_question, self._very_sure_question, self._sure_refusal = (
            checked_share("RedFlagClassifier", name, float(config[name]))
            for name in self.get_default_config()
        )
        self._settings = settings
        self._reader = reader

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {SURE_QUESTION: 0.8, VERY_SURE_QUESTION: 0.9, SURE_REFUSAL: 0.98}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> RedFlagClassifier:
        return cls(config, safety_settings(), triage_reader())

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text is not None:
                # The guard has judged the message already; shell and tests have no guard.
                assessment = judgement_of(text) or judge(text, self._settings, self._reader)
                is_letter = _is_asked_in_a_letter(message, assessment)
                if (
                    is_letter
                    or self._is_known_question(message)
                    or self._is_no_report(message)
                    or self._is_rather_a_question(message, assessment)
                    or _is_only_fear(message, assessment)
                ):
                    assessment = by_safety_alone(assessment)
                if _is_guessed_of_fear(message, assessment):
                    assessment = assessment.without_suspicion()
                escalation = self._escalation(message, assessment)
                if is_letter and escalation.intent is not None:
                    escalation = escalation.as_question()
                escalation = self._with_reported_value(message, assessment, escalation)
                if escalation.intent is not None:
                    set_intent(message, escalation.intent, 1.0)
                message.set(RED_FLAG, escalation.as_dict(), add_to_output=True)
                settle(escalation)
                message.set(REPORT, report_of(assessment), add_to_output=True)
        return messages

    def _is_known_question(self, message: Message) -> bool:
        """Whether it is, word for word, an example question or a button with one: "Why am I so
        tired during immunotherapy?" is no report."""
        ranking = message.get(LABEL_RANKING) or [("", 0.0)]
        label, probability = ranking[0]
        if not is_topic(label) or probability < _EXACT or self._reader is None:
            return False
        # "I can't sleep" is an example as well, and a report.
        return self._reader.said(message.get(TEXT)).asks

    def _is_rather_a_question(self, message: Message, assessment: Assessment) -> bool:
        """Whether a doubtful report is surely something else: a question about a topic, or nothing
        of this assistant's matters."""
        ranking = message.get(LABEL_RANKING) or [("", 0.0)]
        label, probability = ranking[0]
        is_other = is_topic(label) or label in REFUSALS
        if is_topic(label) and sounds_of_nothing(assessment):
            # It asks, whichever of two close topics it is about.
            probability = sum(share for one, share in ranking if is_topic(one))
        if probability < self._sure_question or not is_other:
            return False
        return is_rather_a_question(assessment, is_topic=is_topic(label))

    def _is_no_report(self, message: Message) -> bool:
        """Nothing but "I take Keytruda" or "and how long?"; and fear, which is answered kindly and
        not asked about as a symptom. What safety hears in it counts all the same."""
        label, probability = (message.get(LABEL_RANKING) or [("", 0.0)])[0]
        is_feeling = label in _FEELINGS and probability >= self._sure_question
        if self._reader is not None and self._reader.said(message.get(TEXT)).is_measured:
            return False  # "I'm on Keytruda, 37.6"
        return is_feeling or _is_plain(message)

    def _escalation(self, message: Message, assessment: Assessment) -> Escalation:
        escalation = self._of_whom(
            Escalation.of(assessment, self._settings.knowledge.symptoms), message
        )
        if escalation.is_foreign:
            # What the topics make of words that they do not know says nothing.
            answered = FOREIGN_INTENTS.get(escalation.answer, OTHER_LANGUAGE)
            set_intent(message, escalation.intent or answered, 1.0)
            return escalation
        escalation = escalation.putting_off(
            _likely([*(message.get(TOPICS) or []), *(message.get(ALSO) or [])], message),
            # A cry for help, in which nothing is found, was no question to them.
            for_care_team=bool(assessment.findings)
            and message.get(INTENT, {}).get(INTENT_NAME_KEY) == CARE_TEAM_ONLY,
        )
        if escalation.intent is not None and self._is_sure_question(message, assessment):
            escalation = escalation.as_question()
        elif escalation.is_urgent and self._is_sure_refusal(message, assessment):
            escalation = escalation.as_check()
        return escalation

    def _with_reported_value(
        self, message: Message, assessment: Assessment, escalation: Escalation
    ) -> Escalation:
        """The same with a value that the message tells, unless it asks of something."""
        if self._reader is None or escalation.is_urgent or self._is_known_question(message):
            return escalation
        text, knowledge = message.get(TEXT), self._settings.knowledge
        told = reported_value(text, assessment, self._reader, knowledge)
        intent = message.get(INTENT, {}).get(INTENT_NAME_KEY)
        if told is None or (told.may_ask and intent not in _UNCLEAR and not escalation.is_check):
            return escalation
        return escalation.with_value(told.understood, VALUE_RESPONSES[told.kind])

    def _of_whom(self, escalation: Escalation, message: Message) -> Escalation:
        """The escalation; where nothing is named, with whether somebody else is said to be ill."""
        if escalation.understood or not escalation.is_check or self._reader is None:
            return escalation
        is_of_another = self._reader.said(message.get(TEXT)).of_relative
        return replace(escalation, of_another=escalation.of_another or is_of_another)

    def _is_sure_question(self, message: Message, assessment: Assessment) -> bool:
        """Whether what would be asked about ("Is this happening now?") is surely a question that
        the assistant answers, or something else that only the detector suspects. A question is then
        answered, with the call line. An emergency that a rule saw is asked about all the same;
        what is urgent stays urgent, but for a weak suspicion in an even surer question.
        How often red flags were such messages stands in docs/safety.md."""
        is_comforted = message.get(AFTER_COMFORT) or _is_only_fear(message, assessment)
        if is_comforted and assessment.outcome == "check":
            # The fear that is suspected is answered: with a word of comfort, and whom to call.
            return assessment.is_only_suspected and not assessment.crisis
        ranking = message.get(LABEL_RANKING) or [("", 0.0)]
        label, probability = ranking[0]
        if message.get(TWO_TOPICS):
            probability = sum(p for one, p in ranking if one in message.get(TWO_TOPICS))
        if assessment.outcome == "urgent":
            is_known = label not in REFUSALS
            return is_known and probability >= self._very_sure_question and assessment.is_weak
        if probability < self._sure_question:
            return False
        if is_topic(label) and probability >= 1.0:
            return True  # word for word a question that the assistant knows, or its button
        if assessment.is_only_suspected:
            return label not in REFUSALS or probability >= self._sure_refusal
        counting = [finding for finding in assessment.findings if finding.counts]
        return is_topic(label) and not any(
            finding.tier == "emergency"
            or finding.reason == OWN_QUESTION
            or _is_whole(finding.span, message.get(TEXT))
            for finding in counting
        )

    def _is_sure_refusal(self, message: Message, assessment: Assessment) -> bool:
        """Whether a weak suspicion of something urgent is as surely nothing of this assistant's
        matters, such as a lost card: the patient is asked, not alarmed."""
        label, probability = (message.get(LABEL_RANKING) or [("", 0.0)])[0]
        return label in REFUSALS and probability >= self._very_sure_question and assessment.is_weak
