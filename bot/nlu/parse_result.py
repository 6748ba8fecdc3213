"""What the components say about a message, in the words that Rasa's rules and actions read.

Besides Rasa's own ``intent`` and ``response_selector`` a parsed message carries
``topics`` (ids that are answered or offered, best first), ``also`` (ids that stand as buttons
beside an answer) and ``red_flag`` (see red_flag.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.labels import is_topic

LABEL_RANKING = "label_ranking"
TWO_TOPICS = "two_topics"
TOPICS = "topics"
ALSO = "also"
# The topic that is answered after a word of comfort (fear_beside.py).
AFTER_COMFORT = "after_comfort"
# Whether a sentence of the message is surely fear.
FEAR = "fear"
# The topic of the one question of a story (question_in_story.py).
QUESTION_IN_STORY = "question_in_story"
# Gives how likely the surest question of a letter is about its topic (asked_in_letter.py).
SUREST_QUESTION = "surest_question"
# More of the ranking than this is never looked at again, and every parse is stored.
RANKING_LENGTH = 10


def set_label_ranking(message: Message, ranking: Sequence[tuple[str, float]]) -> None:
    message.set(LABEL_RANKING, [tuple(pair) for pair in ranking], add_to_output=True)
    message.set(
        INTENT_RANKING_KEY,
        [
            {INTENT_NAME_KEY: label, PREDICTED_CONFIDENCE_KEY: round(probability, 4)}
            for label, probability in ranking[:RANKING_LENGTH]
        ],
        add_to_output=True,
    )


def set_intent(
    message: Message,
    label: str,
    confidence: float,
    topics: Sequence[str] | None = None,
    also: Sequence[str] = (),
) -> None:
    """Sets the intent; a topic also fills ``response_selector``, so that ``utter_<group>``
    answers with exactly that topic."""
    group = label.partition("/")[0]
    message.set(
        INTENT,
        {INTENT_NAME_KEY: group, PREDICTED_CONFIDENCE_KEY: round(confidence, 4)},
        add_to_output=True,
    )
    message.set(TOPICS, list(topics or ([label] if is_topic(label) else [])), add_to_output=True)
    message.set(ALSO, list(also), add_to_output=True)
    message.set("response_selector", _selection(label, group, confidence), add_to_output=True)


def _selection(label: str, group: str, confidence: float) -> dict[str, object]:
    if not is_topic(label):
        return {}
    return {
        "all_retrieval_intents": [group],
        group: {
            "response": {
                "intent_response_key": label,
                "utter_action": f"utter_{label}",
                "confidence": round(confidence, 4),
                "responses": [],
            },
            "ranking": [],
        },
    }
