"""bot/nlu/parse_result.py: what the components write into a message for Rasa's rules."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.labels import is_topic
from bot.nlu.parse_result import LABEL_RANKING, TOPICS, set_intent, set_label_ranking


@pytest.mark.parametrize(("label", "topic"), [("crs/risks", True), ("greet", False)])
def test_is_topic(label: str, topic: bool) -> None:
    assert is_topic(label) is topic


def test_a_topic_selects_exactly_its_answer() -> None:
    message = Message({"text": "hm"})
    set_intent(message, "crs/risks", 0.87654)
    assert message.get(INTENT) == {"name": "crs", "confidence": 0.8765}
    assert message.get(TOPICS) == ["crs/risks"]
    selected = message.get("response_selector")["crs"]["response"]
    assert selected["intent_response_key"] == "crs/risks"
    assert selected["utter_action"] == "utter_crs/risks"


def test_a_later_plain_intent_takes_topic_and_selection_away() -> None:
    message = Message({"text": "hm"})
    set_intent(message, "crs/risks", 0.9)
    set_intent(message, "greet", 0.5)
    assert message.get(INTENT)["name"] == "greet"
    assert message.get(TOPICS) == []
    assert message.get("response_selector") == {}


def test_the_ranking_that_is_shown_is_short() -> None:
    message = Message({"text": "hm"})
    ranking = [(f"a/{number}", 0.01) for number in range(80)]
    set_label_ranking(message, ranking)
    assert len(message.get(INTENT_RANKING_KEY)) == 10
    assert len(message.get(LABEL_RANKING)) == 80
