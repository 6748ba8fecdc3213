"""bot/nlu/fallback.py: answer, offer or refuse."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.fallback import AnswerOfferRefuse, Decision, Thresholds, decide
from bot.nlu.parse_result import LABEL_RANKING, TOPICS
from bot.settings.clinic import read_yaml
from bot.settings.paths import CONFIG_FILE

THRESHOLDS = Thresholds(
    answer=0.4,
    surely_topic=0.85,
    refuse=0.6,
    offer=0.25,
    offered=0.05,
    most_offered=3,
    beside=0.05,
    not_guessed=["a/dying"],
)
Ranking = list[tuple[str, float]]


@pytest.mark.parametrize(
    ("ranking", "intent", "topics"),
    [
        # sure
        ([("crs/risks", 0.9), ("greet", 0.1)], "crs/risks", ("crs/risks",)),
        ([("crs/risks", 0.4), ("greet", 0.3)], "crs/risks", ("crs/risks",)),
        ([("greet", 0.9), ("crs/risks", 0.1)], "greet", ()),
        # several topics are near
        (
            [("crs/risks", 0.3), ("crs/causes", 0.3), ("greet", 0.2)],
            "offer_topics",
            ("crs/risks", "crs/causes"),
        ),
        # at most three are offered, and none that is unlikely
        (
            [("a/1", 0.2), ("a/2", 0.2), ("a/3", 0.2), ("a/4", 0.2), ("greet", 0.2)],
            "offer_topics",
            ("a/1", "a/2", "a/3"),
        ),
        ([("a/1", 0.39), ("a/2", 0.2), ("a/3", 0.04)], "offer_topics", ("a/1", "a/2")),
        # small talk that is less likely than all topics together does not hide them
        ([("greet", 0.3), ("a/1", 0.28), ("a/2", 0.25)], "offer_topics", ("a/1", "a/2")),
        # nothing is near
        ([("a/1", 0.11), ("a/2", 0.1), ("greet", 0.09)], "out_of_scope", ()),
        ([("out_of_scope", 0.6), ("a/1", 0.4)], "out_of_scope", ()),
        # a refusal that is not sure, and a topic that is likelier
        ([("a/1", 0.35), ("out_of_scope", 0.3), ("a/2", 0.2)], "offer_topics", ("a/1", "a/2")),
        # … but many topics that are a little likely each do not make one of them likely
        ([("out_of_scope", 0.35), ("a/1", 0.3), ("a/2", 0.2)], "out_of_scope", ()),
        ([("a/1", 0.3), ("care_team_only", 0.2), ("out_of_scope", 0.2)], "out_of_scope", ()),
        ([("out_of_scope", 0.5), ("a/1", 0.4)], "out_of_scope", ()),
        ([("care_team_only", 0.5), ("a/1", 0.2)], "care_team_only", ()),
        # small talk that is likelier than all topics together
        ([("greet", 0.39), ("a/1", 0.2)], "greet", ()),
    ],
)
def test_decide(ranking: Ranking, intent: str, topics: tuple[str, ...]) -> None:
    decision = decide(ranking, THRESHOLDS)
    assert (decision.intent, decision.topics) == (intent, topics)
    assert 0 <= decision.confidence <= 1


@pytest.mark.parametrize(
    ("ranking", "also"),
    [
        ([("a/1", 0.9), ("a/2", 0.1)], ("a/2",)),
        # small talk and refusals stand beside nothing, and what is unlikely does not either
        ([("a/1", 0.6), ("out_of_scope", 0.2), ("a/2", 0.15), ("a/3", 0.03)], ("a/2",)),
        # at most two
        ([("a/1", 0.5), ("a/2", 0.2), ("a/3", 0.15), ("a/4", 0.15)], ("a/2", "a/3")),
        ([("a/1", 1.0), ("a/2", 0.0)], ()),
        # beside an offer stands nothing
        ([("a/1", 0.3), ("a/2", 0.3)], ()),
        # beside a refusal what comes close, but never what would frighten as a guess
        ([("out_of_scope", 0.88), ("a/2", 0.12)], ("a/2",)),
        ([("care_team_only", 0.7), ("a/2", 0.3)], ("a/2",)),
        ([("care_team_only", 0.5), ("out_of_scope", 0.3), ("a/2", 0.12), ("a/3", 0.08)], ("a/2",)),
        ([("greet", 0.5), ("out_of_scope", 0.35), ("a/2", 0.15)], ()),
        ([("out_of_scope", 0.8), ("a/2", 0.09)], ()),
        ([("out_of_scope", 0.8), ("a/dying", 0.12)], ()),
    ],
)
def test_topics_beside_an_answer(ranking: Ranking, also: tuple[str, ...]) -> None:
    assert decide(ranking, THRESHOLDS).also == also


@pytest.mark.parametrize(
    ("ranking", "intent", "also"),
    [
        # surely about some topic: the likeliest is answered, the next stand beside it
        ([("a/1", 0.3), ("a/2", 0.3), ("a/3", 0.28), ("greet", 0.12)], "a/1", ("a/2", "a/3")),
        ([("out_of_scope", 0.13), ("a/1", 0.12)] + [(f"b/{n}", 0.1) for n in range(8)], "a/1",
         ("b/0", "b/1")),
        # each of them is unlikely, or it would frighten as a guess
        ([(f"a/{n}", 0.1) for n in range(9)], "offer_topics", ()),
        ([("a/dying", 0.13)] + [(f"a/{n}", 0.09) for n in range(9)], "offer_topics", ()),
        # not surely about a topic
        ([("a/1", 0.3), ("a/2", 0.3), ("out_of_scope", 0.3)], "offer_topics", ()),
    ],
)  # fmt: skip
def test_what_is_surely_about_some_topic(
    ranking: Ranking, intent: str, also: tuple[str, ...]
) -> None:
    decision = decide(ranking, THRESHOLDS)
    assert (decision.intent, decision.also) == (intent, also)


def test_a_single_word_is_not_surely_about_a_topic() -> None:
    ranking = [("a/1", 0.3), ("a/2", 0.3), ("a/3", 0.3)]
    assert decide(ranking, THRESHOLDS, is_word=True).intent == "offer_topics"


def test_two_questions_get_both_topics() -> None:
    two = ("crs/risks", "skin/onset")
    assert decide([("crs/risks", 0.5)], THRESHOLDS, two) == Decision("two_topics", 0.5, two)


def test_an_answer_is_as_sure_as_its_topic() -> None:
    assert decide([("a/1", 0.7), ("b", 0.3)], THRESHOLDS) == Decision("a/1", 0.7, ("a/1",))


def component(**settings: Any) -> AnswerOfferRefuse:
    return AnswerOfferRefuse({**AnswerOfferRefuse.get_default_config(), **settings})


def test_the_component_puts_the_decision_into_the_message() -> None:
    message = Message({"text": "hm", LABEL_RANKING: [("crs/risks", 0.15), ("crs/causes", 0.15)]})
    component().process([message])
    assert message.get(INTENT)["name"] == "offer_topics"
    assert message.get(TOPICS) == ["crs/risks", "crs/causes"]


def test_the_component_leaves_a_message_without_ranking_alone() -> None:
    message = Message({"text": "hm"})
    component().process([message])
    assert message.get(INTENT) is None


@pytest.mark.parametrize("settings", [{"answer": 1.1}, {"offer": -0.1}, {"refuse": 2}])
def test_thresholds_that_make_no_sense_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(InvalidConfigException, match=r"config\.yml"):
        component(**settings)


def test_config_names_only_settings_that_exist() -> None:
    config = read_yaml(CONFIG_FILE)
    assert isinstance(config, dict)
    (entry,) = [part for part in config["pipeline"] if part["name"].endswith("AnswerOfferRefuse")]
    assert entry.keys() - {"name"} <= Thresholds.__dataclass_fields__.keys()


def test_a_single_word_must_be_surer() -> None:
    ranking = [("a/1", 0.45), ("a/2", 0.3)]
    thresholds = Thresholds(answer=0.4, answer_word=0.5)
    assert decide(ranking, thresholds).intent == "a/1"
    assert decide(ranking, thresholds, is_word=True).intent == "offer_topics"


@pytest.mark.parametrize(
    ("ranking", "shown"),
    [
        ([("a/1", 0.3), ("a/dying", 0.1), ("a/2", 0.06)], ("a/1", "a/2")),
        ([("a/1", 0.3), ("a/dying", 0.2), ("a/2", 0.06)], ("a/1", "a/dying", "a/2")),
        # what is understood is answered
        ([("a/dying", 0.5), ("a/1", 0.1)], ("a/dying",)),
    ],
)
def test_a_frightening_topic_is_no_guess(ranking: Ranking, shown: tuple[str, ...]) -> None:
    thresholds = Thresholds(answer=0.4, offer=0.25, not_guessed=("a/dying",), guessed_from=0.15)
    decision = decide(ranking, thresholds)
    assert decision.topics == shown


def test_a_frightening_topic_stands_beside_no_answer() -> None:
    thresholds = Thresholds(answer=0.4, beside=0.04, not_guessed=("a/dying",), guessed_from=0.15)
    decision = decide([("a/1", 0.6), ("a/dying", 0.1), ("a/2", 0.05)], thresholds)
    assert decision.also == ("a/2",)
