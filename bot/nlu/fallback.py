"""Rasa component: answers, offers or refuses, by how sure the topic classifier is.

``out_of_scope`` gets the honest "I don't have an answer to that", ``offer_topics`` the buttons
"Did you mean …?", ``two_topics`` two answers in the order they were asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content.context_files import context_knowledge
from bot.dialogue.plain_words import (
    is_left,
    only_says_it_is_better,
    only_says_it_is_no_help,
    only_says_since_when,
    picture_in,
    tells_something_personal,
)
from bot.dialogue.reading import read_message
from bot.nlu.known_questions import topic_if_normal, topic_of_everyday
from bot.nlu.labels import AFRAID, GOODBYE, OUT_OF_SCOPE_INTENT, REFUSALS, REMARK, is_topic
from bot.nlu.parse_result import (
    AFTER_COMFORT,
    FEAR,
    LABEL_RANKING,
    QUESTION_IN_STORY,
    TWO_TOPICS,
    set_intent,
)

OFFER_INTENT = "offer_topics"
FRUSTRATED, BEREAVED = "frustrated", "bereaved"
TWO_TOPICS_INTENT = "two_topics"
# A topic less likely than this is a guess; the words for an everyday matter count more than it:
# "we marry next month, can I dance" is no question about children.
_GUESSED_BELOW = 0.3
# What a message says that is nothing but pictures; of those of illness it is asked.
_OF_PICTURES = {"thanks": "thanks", "sad": "afraid"}
# "About a week" is like many questions, and none of them.
_CLEAR_TOPIC_FROM = 0.7
_NOT_UNDERSTOOD = frozenset({OFFER_INTENT, OUT_OF_SCOPE_INTENT})
# "Lousy day" is no "good day".
_WITHOUT_KINDNESS = _NOT_UNDERSTOOD | {"greet", FRUSTRATED}


@dataclass(frozen=True)
class Decision:
    """What is done with a message: an intent, how sure, the topics that go with it, and those that
    stand as buttons beside an answer or a refusal."""

    intent: str
    confidence: float
    topics: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from 0 to 1, chosen on held-out writers (docs/understanding.md).

    ``answer``: a topic this likely is answered. ``refuse``: a refusal this likely is given at once.
    ``offer``: between the two, topics are offered when together they are this likely and the first
    is likelier than the refusals, each of them at least ``offered``. ``beside``: what is this
    likely beside the topic that is answered stands below the answer as a button, at most
    ``most_beside`` of them; ``beside_refusal``: the same below a refusal.
    ``answer_of_sure``: the likeliest topic needs only this much where all topics together have
    ``surely_topic``.
    ``small_talk``: what is less likely small talk than this is none.
    ``answer_word``: a single word, such as "cancer", needs this much to be answered.
    ``not_guessed``: topics that would frighten as a guess: offered and beside only from
    ``guessed_from``.
    """

    answer: float = 0.2
    surely_topic: float = 0.6
    answer_of_sure: float = 0.12
    answer_word: float = 0.4
    small_talk: float = 0.3
    refuse: float = 0.6
    offer: float = 0.2
    offered: float = 0.05
    most_offered: int = 3
    beside: float = 0.04
    beside_refusal: float = 0.1
    most_beside: int = 2
    not_guessed: Sequence[str] = ()
    guessed_from: float = 0.3

    def may_be_shown(self, topic: str, share: float, least: float) -> bool:
        """Whether a topic of this share may stand on a button that asks for at least ``least``."""
        return share >= (self.guessed_from if topic in self.not_guessed else least)

    def closest(self, topics: Sequence[tuple[str, float]], least: float) -> tuple[str, ...]:
        """The topics that may stand on a button below a reply, best first."""
        close = [topic for topic, share in topics if self.may_be_shown(topic, share, least)]
        return tuple(close[: self.most_beside])


def decide(
    ranking: Sequence[tuple[str, float]],
    thresholds: Thresholds,
    two_topics: tuple[str, str] | None = None,
    *,
    is_word: bool = False,
) -> Decision:
    """Ranking (label, probability; best first) → what is done; ``is_word``: with a single word.

    Two sure topics are both answered. A sure topic is answered, with the next ones beside it, and
    the likeliest one where the message is surely about some topic. A sure refusal is given, and
    small talk is taken unless topics together are likelier. In all other cases the topics that come
    close are offered, unless refusals are likelier than the first of them: many topics that are a
    little likely each ("what causes gout") are no sign that one is meant. Where none comes close,
    it is a refusal, with what comes closest beside it.
    """
    best, confidence = ranking[0]
    if two_topics is not None:
        return Decision(TWO_TOPICS_INTENT, confidence, two_topics)
    topics = [(label, p) for label, p in ranking if is_topic(label)]
    likely = min(1.0, sum(p for _, p in topics))
    if is_topic(best):
        least = thresholds.answer_word if is_word else thresholds.answer
        if confidence >= least and thresholds.may_be_shown(best, confidence, least):
            return _answer(topics, thresholds)
    elif confidence >= (
        thresholds.refuse if best in REFUSALS else max(likely, thresholds.small_talk)
    ):
        return Decision(best, confidence, (), _beside_refusal(best, topics, thresholds))
    is_sure = likely >= thresholds.surely_topic and not is_word
    if is_sure and thresholds.may_be_shown(*topics[0], thresholds.answer_of_sure):
        return _answer(topics, thresholds)
    least = thresholds.offered
    close = [label for label, p in topics if thresholds.may_be_shown(label, p, least)]
    refused = sum(p for label, p in ranking if label in REFUSALS)
    if close and likely >= thresholds.offer and topics[0][1] >= refused:
        return Decision(OFFER_INTENT, likely, tuple(close[: thresholds.most_offered]))
    refusal, share = (best, confidence) if best in REFUSALS else (OUT_OF_SCOPE_INTENT, 1 - likely)
    return Decision(refusal, share, (), _beside_refusal(refusal, topics, thresholds))


def _answer(topics: Sequence[tuple[str, float]], thresholds: Thresholds) -> Decision:
    """The first topic, with the next ones as buttons beside it."""
    (best, confidence), *rest = topics
    return Decision(best, confidence, (best,), thresholds.closest(rest, thresholds.beside))


def _beside_refusal(
    label: str, topics: Sequence[tuple[str, float]], thresholds: Thresholds
) -> tuple[str, ...]:
    """What comes closest, below "I do not have an answer to that" and "Only your care team can
    answer this"; small talk needs none."""
    return thresholds.closest(topics, thresholds.beside_refusal) if label in REFUSALS else ()


def checked_share(component: str, name: str, share: float) -> float:
    """A share from config.yml; raises InvalidConfigException unless it is from 0 to 1."""
    if not 0 <= share <= 1:
        raise InvalidConfigException(f"config.yml, {component}: {name} should be from 0 to 1.")
    return share


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerOfferRefuse(IntentClassifier, GraphComponent):
    """Thin adapter around :func:`decide`."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._thresholds = Thresholds(
            **{key: config[key] for key in Thresholds.__dataclass_fields__ if key in config}
        )
        for name in (
            "answer",
            "surely_topic",
            "answer_of_sure",
            "answer_word",
            "small_talk",
            "refuse",
            "offer",
            "offered",
            "beside",
            "beside_refusal",
            "guessed_from",
        ):
            checked_share("AnswerOfferRefuse", name, getattr(self._thresholds, name))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return dict(vars(Thresholds()))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> AnswerOfferRefuse:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = message.get(LABEL_RANKING)
            if not ranking:
                continue
            text = str(message.get(TEXT) or "")
            is_word = len(text.split()) == 1
            decision = decide(ranking, self._thresholds, message.get(TWO_TOPICS), is_word=is_word)
            asked = message.get(AFTER_COMFORT)
            if is_unsure(decision):
                asked = asked or topic_of_everyday(text)
            if decision.intent in _NOT_UNDERSTOOD:
                asked = asked or message.get(QUESTION_IN_STORY) or topic_if_normal(text)
            if asked:
                decision = Decision(asked, decision.confidence, (asked,))
            elif message.get(FEAR) and decision.intent in _NOT_UNDERSTOOD:
                decision = Decision(AFRAID, decision.confidence)
            set_intent(message, *astuple(as_remark(text, decision)))
        return messages


def is_unsure(decision: Decision) -> bool:
    """Whether it refuses, offers, or answers with a topic that is little more than a guess."""
    is_guess = is_topic(decision.intent) and decision.confidence < _GUESSED_BELOW
    return is_guess or decision.intent in REFUSALS | {OFFER_INTENT}


def as_remark(text: str, decision: Decision) -> Decision:
    """ "Since this morning" is no "good morning", and "it's gone now" no goodbye: a remark, which
    answers what is asked or adds to what was told."""
    picture = picture_in(text, context_knowledge())
    if picture is not None:
        return Decision(_OF_PICTURES.get(picture, decision.intent), 1.0)
    reading = read_message(text, context_knowledge())
    if only_says_it_is_no_help(reading):
        return Decision(FRUSTRATED, 1.0)
    is_personal = decision.intent in _WITHOUT_KINDNESS and tells_something_personal(reading)
    if is_personal or (decision.intent == BEREAVED and is_left(reading)):
        return Decision(AFRAID, 1.0)
    is_better = decision.intent in (GOODBYE, *REFUSALS) and only_says_it_is_better(reading)
    is_clear = is_topic(decision.intent) and decision.confidence >= _CLEAR_TOPIC_FROM
    if is_better or (not is_clear and only_says_since_when(reading)):
        return Decision(REMARK, 1.0)
    return decision
