"""Rasa component: the safety layer's last word over every intent and confidence.

It stands last in the pipeline. What it finds goes into the parsed message as ``red_flag``
(see ``_told``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.clinic_safety import safety_settings
from bot.nlu.labels import is_topic
from bot.nlu.parse_result import LABEL_RANKING, TOPICS, set_intent
from bot.safety import Assessment, SafetySettings, assess
from bot.safety.knowledge import Symptom

RED_FLAG = "red_flag"
SURE_QUESTION = "sure_question"


def red_flag_intent(assessment: Assessment) -> str | None:
    """The intent that an assessment forces, or None where nothing stands out."""
    if assessment.outcome == "urgent":
        if assessment.crisis:
            return "red_flag_crisis"
        return f"red_flag_{assessment.tier}"
    return "red_flag_check" if assessment.outcome == "check" else None


def _named(assessment: Assessment) -> str:
    """Words for what was understood; none where only the detector suspects something, since its
    guess of the symptom may be far off ("tired and sore")."""
    if assessment.outcome == "check" and _only_suspected(assessment):
        return ""
    return assessment.understood


def _only_suspected(assessment: Assessment) -> bool:
    """Whether the detector alone found something, and no rule did."""
    counting = [finding for finding in assessment.findings if finding.counts]
    return bool(counting) and all(f.reason.startswith("detector") for f in counting)


def intent_if_now(assessment: Assessment, symptoms: Mapping[str, Symptom]) -> str:
    """The urgent intent of an assessment, were all that it found happening now."""
    names = assessment.symptoms
    if any(symptoms[name].crisis for name in names):
        return "red_flag_crisis"
    if any(symptoms[name].tier == "emergency" for name in names):
        return "red_flag_emergency"
    return "red_flag_call_now"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RedFlagClassifier(IntentClassifier, GraphComponent):
    """Thin adapter around :func:`bot.safety.assess`."""

    def __init__(self, config: dict[str, Any], settings: SafetySettings) -> None:
        self._sure_question = float(config[SURE_QUESTION])
        if not 0 <= self._sure_question <= 1:
            raise InvalidConfigException(
                f"config.yml, RedFlagClassifier: {SURE_QUESTION} should be from 0 to 1."
            )
        self._settings = settings

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {SURE_QUESTION: 0.7}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> RedFlagClassifier:
        return cls(config, safety_settings())

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text is None:
                continue
            assessment = assess(text, self._settings)
            told = self._told(assessment, message.get(TOPICS) or [])
            intent = red_flag_intent(assessment)
            if intent == "red_flag_check" and self._is_sure_question(message, assessment):
                told.update(outcome="none", findings=[], add_general_call_line=True)
            elif intent is not None:
                set_intent(message, intent, 1.0)
            message.set(RED_FLAG, told, add_to_output=True)
        return messages

    def _is_sure_question(self, message: Message, assessment: Assessment) -> bool:
        """Whether only the detector suspects something in what is surely a question that the
        assistant answers. It is answered, with the call line, and not asked about: on the safety
        development set no red flag was such a message (of 420, at 0.5 and above)."""
        ranking = message.get(LABEL_RANKING) or [("", 0.0)]
        label, probability = ranking[0]
        is_question = is_topic(label) and probability >= self._sure_question
        return is_question and _only_suspected(assessment)

    def _told(self, assessment: Assessment, topics: Sequence[str]) -> dict[str, Any]:
        """What rules, responses and records need to know; no text of the patient."""
        symptoms = self._settings.knowledge.symptoms
        asked_about = [symptoms[name].understood for name in assessment.asked_about]
        return {
            "outcome": assessment.outcome,
            "tier": assessment.tier,
            "findings": list(assessment.symptoms),
            "understood": _named(assessment),
            "asked_about": " or ".join(asked_about),
            # Of a "check": what is said when it is happening now, and what is answered when not.
            "if_now": intent_if_now(assessment, symptoms),
            "postponed": list(topics),
        }
