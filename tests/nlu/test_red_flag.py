"""bot/nlu/red_flag.py: the last word over every intent, except for what is surely a question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content.red_flags import load_safety_settings
from bot.nlu.parse_result import LABEL_RANKING, TWO_TOPICS, set_intent
from bot.nlu.red_flag import RedFlagClassifier
from bot.safety import SafetySettings
from bot.safety.decisions import Suspicion
from bot.safety.escalation import RED_FLAG
from bot.safety.rules.reading import Reading


class Detector:
    """Suspects the same of every message."""

    urgent_from = 0.6
    ask_from = 0.4
    check_from = 0.3

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def __call__(self, reading: Reading) -> Suspicion:  # noqa: ARG002
        return Suspicion(self._probability, "fever")


def judged(text: str, label: str, sure: float, suspicion: float = 0.0) -> Message:
    """A message that the topic classifier took for ``label``, after the component."""
    settings = replace(load_safety_settings(38.0), detector=Detector(suspicion))
    message = Message({TEXT: text, LABEL_RANKING: [(label, sure)]})
    set_intent(message, label, sure)
    RedFlagClassifier(RedFlagClassifier.get_default_config(), settings).process([message])
    return message


@pytest.mark.parametrize(
    ("text", "label", "sure", "suspicion", "intent"),
    [
        # the last word, however sure the topic is
        ("i have a fever of 39.4", "types/car_t", 1.0, 1.0, "red_flag_call_now"),
        ("i have a fever of 39.4", "greet", 1.0, 0.0, "red_flag_call_now"),
        ("grey and funny", "types/car_t", 1.0, 0.95, "red_flag_call_now"),
        # a weak suspicion gives way to a question that is very sure
        ("grey and funny", "types/car_t", 0.95, 0.8, "types"),
        ("grey and funny", "types/car_t", 0.85, 0.8, "red_flag_call_now"),
        ("grey and funny", "types/car_t", 0.95, 0.86, "red_flag_call_now"),
        ("grey and funny", "greet", 0.95, 0.8, "greet"),
        # and is asked about where it is as surely nothing of the assistant's matters
        ("grey and funny", "out_of_scope", 1.0, 0.8, "red_flag_check"),
        ("grey and funny", "out_of_scope", 1.0, 0.86, "red_flag_call_now"),
        # asked whether one's own symptom is normal
        ("is it normal to see double", "side_effects/overview", 0.95, 0.0, "red_flag_check"),
        ("i have a fever", "types/car_t", 0.95, 0.8, "red_flag_call_now"),
        # only suspected: asked about, unless it is surely a question
        ("grey and funny", "out_of_scope", 0.9, 0.5, "red_flag_check"),
        ("grey and funny", "types/car_t", 0.7, 0.5, "red_flag_check"),
        ("grey and funny", "types/car_t", 0.9, 0.5, "types"),
        ("grey and funny", "greet", 0.9, 0.5, "greet"),
        ("grey and funny", "greet", 0.7, 0.5, "red_flag_check"),
        ("grey and funny", "out_of_scope", 0.99, 0.5, "out_of_scope"),
        ("rash?", "skin/treatment", 0.9, 0.4, "red_flag_check"),
        ("my rash?", "skin/treatment", 0.9, 0.4, "skin"),
        # named, but not clearly happening: a sure question is answered, an emergency is not
        ("my rash", "skin/treatment", 0.9, 0.4, "skin"),
        ("my rash", "skin/treatment", 0.7, 0.4, "red_flag_check"),
        ("my rash", "thanks", 0.9, 0.4, "red_flag_check"),
        ("my chest pain", "skin/treatment", 0.9, 0.4, "red_flag_check"),
        # nothing stands out
        ("what is car-t", "types/car_t", 0.8, 0.1, "types"),
        ("hello", "greet", 0.8, 0.1, "greet"),
    ],
)
def test_intent(text: str, label: str, sure: float, suspicion: float, intent: str) -> None:
    assert judged(text, label, sure, suspicion).get(INTENT)["name"] == intent


def test_two_questions_are_as_sure_as_both_together() -> None:
    settings = replace(load_safety_settings(38.0), detector=Detector(0.5))
    component = RedFlagClassifier(RedFlagClassifier.get_default_config(), settings)
    topics = ("types/car_t", "crs/what_is")
    ranking = [("types/car_t", 0.5), ("crs/what_is", 0.4), ("greet", 0.1)]
    for two, intent in ((topics, "two_topics"), (None, "red_flag_check")):
        message = Message({TEXT: "grey and funny", LABEL_RANKING: ranking, TWO_TOPICS: two})
        set_intent(message, "two_topics", 0.5, topics)
        component.process([message])
        assert message.get(INTENT)["name"] == intent


def test_what_is_only_suspected_is_not_named() -> None:
    red_flag: dict[str, Any] = judged("grey and funny", "out_of_scope", 0.9, 0.5).get(RED_FLAG)
    assert red_flag["understood"] == ""
    assert red_flag["findings"] == ("fever",)


def test_a_sure_question_gets_the_call_line_instead_of_a_check() -> None:
    red_flag: dict[str, Any] = judged("grey and funny", "types/car_t", 0.9, 0.5).get(RED_FLAG)
    assert red_flag["intent"] is None
    assert red_flag["needs_call_line"]


def test_the_call_line_names_what_a_rule_saw() -> None:
    red_flag: dict[str, Any] = judged("my rash", "skin/treatment", 0.9, 0.4).get(RED_FLAG)
    assert red_flag["intent"] is None
    assert red_flag["asked_about"] == "a rash, blisters or sores"


def test_a_check_remembers_the_question_that_it_puts_off() -> None:
    red_flag: dict[str, Any] = judged("grey and funny", "types/car_t", 0.6, 0.5).get(RED_FLAG)
    assert red_flag["postponed"] == ("types/car_t",)


def test_a_probability_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidConfigException):
        RedFlagClassifier({"sure_question": 7}, load_safety_settings(38.0))


@pytest.mark.parametrize(
    ("text", "intent", "language"),
    [
        ("tengo 39,5 de fiebre", "red_flag_call_now", "es"),
        ("ich kann nicht atmen", "red_flag_emergency", "de"),
        ("死にたい", "red_flag_crisis", "ja"),
        ("¿cuánto dura el tratamiento?", "other_language", "es"),
        ("спасибо большое", "thanks", "ru"),
        ("auf Wiedersehen", "goodbye", "de"),
        ("nadie contesta el teléfono", "other_language", "es"),
        ("ahora sí", "affirm", "es"),
        ("ฉันไม่แน่ใจ", "other_language", "th"),
        ("ไม่แน่ใจ", "affirm", "th"),
        ("nein", "deny", "de"),
    ],
)
def test_another_language(text: str, intent: str, language: str, settings: SafetySettings) -> None:
    message = Message({TEXT: text, LABEL_RANKING: [("types/car_t", 0.99)]})
    set_intent(message, "types/car_t", 0.99)
    RedFlagClassifier(RedFlagClassifier.get_default_config(), settings).process([message])
    assert message.get(INTENT)["name"] == intent
    assert message.get(RED_FLAG)["language"] == language
    assert message.get(RED_FLAG)["postponed"] == ()
