"""Which topic a new message may lean on, by how clear it is by itself."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.dialogue.reading import read_message
from bot.dialogue.subject_of_talk import topic_talked_about
from bot.nlu.labels import GOODBYE, HELP, REFUSALS, STOP_TALKING, is_topic
from bot.nlu.situation import situation_of

# A longer message says what it is about, and so does one that is so likely one label by itself.
_LONGEST_LEANING_WORDS = 25
_SURE_TOPIC, _SURE_REFUSAL, _SURE_SMALL_TALK = 0.7, 0.65, 0.3
# "And coffee" is refused for want of words, and clear after "can I drink wine".
_FEW_WORDS, _SURE_REFUSAL_OF_FEW = 8, 0.85
# "Is there a bus to you" beside a question about a rash is none of that.
_LIKELY_REFUSAL = 0.5
# Small talk that asks something: "who do I ask first" may ask about what was answered.
_ASKING = frozenset({HELP, "ask_how_to_call"})
# … and small talk that asks nothing, so that a question is hardly ever it.
_NEVER_ASKING = frozenset({"affirm", "deny", "thanks", GOODBYE, STOP_TALKING})


def topic_leant_on(
    tracker: DialogueStateTracker, text: str, ranking: Sequence[tuple[str, float]]
) -> str | None:
    """The topic that a new message may lean on; None where nothing is talked about, or where it is
    clear by itself. ``ranking``: labels with their probability, as it was understood by itself."""
    if not ranking or len(text.split()) > _LONGEST_LEANING_WORDS:
        return None
    label, probability = ranking[0]
    if probability >= _sure(label, ranking, text):
        return None
    situation = situation_of(tracker, is_logged=False)
    topic = topic_talked_about(situation, context_knowledge())
    is_else = label in REFUSALS and probability >= _LIKELY_REFUSAL
    is_else |= _share_of_group(label, ranking) >= _SURE_TOPIC
    # What was not answered is leant on less.
    return None if is_else and situation.only_came_up(topic) else topic


def _share_of_group(label: str, ranking: Sequence[tuple[str, float]]) -> float:
    """How likely all topics of a label's group are together, such as those on skin."""
    group = label.partition("/")[0] + "/"
    return sum(share for one, share in ranking if one.startswith(group))


def _sure(label: str, ranking: Sequence[tuple[str, float]], text: str) -> float:
    """How likely a label must be so that its message stands by itself; small talk likelier than
    all topics together."""
    if is_topic(label) or label in _ASKING:
        return _SURE_TOPIC
    if label in REFUSALS:
        return _SURE_REFUSAL_OF_FEW if len(text.split()) <= _FEW_WORDS else _SURE_REFUSAL
    if label in _NEVER_ASKING and _asks_on(text):
        return _SURE_TOPIC  # "can you just stop" may ask about the steroids
    return max(_SURE_SMALL_TALK, sum(share for one, share in ranking if is_topic(one)))


def _asks_on(text: str) -> bool:
    """Whether it asks, or goes on with what was asked: "ok and fly"."""
    knowledge = context_knowledge()
    reading = read_message(text, knowledge)
    opening = [reading.words.norm(place) for place in sorted(reading.places)[:2]]
    return reading.is_asked or not knowledge.english.opening_what_goes_on.isdisjoint(opening)
