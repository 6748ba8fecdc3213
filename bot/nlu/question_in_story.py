"""The one question of a story: "We drew a sun for each drip. After how many weeks does one see it?"

A story as a whole is like no example. Where nothing else is made of it, its questions are read by
themselves, and one that is surely about a topic is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.nlu.labels import is_topic
from bot.nlu.two_questions import opens_a_question

Ranking = Sequence[tuple[str, float]]
Rank = Callable[[Sequence[str]], Sequence[Ranking]]

_ENDS = re.compile(r"(?<=[?.!;])\s+|\n+")
_FEWEST_WORDS, _MOST_QUESTIONS = 4, 4
# Chosen on the development sets of topics: so sure a question must be by itself, and so likely its
# topic in the story as a whole.
_SURE_FROM, _HINTED_FROM = 0.8, 0.01


def questions_of(text: str) -> list[str]:
    """The sentences of a story that ask; none of a single sentence."""
    sentences = [part.strip() for part in _ENDS.split(" ".join(text.split())) if part.strip()]
    if len(sentences) < 2:
        return []
    asking = (one for one in sentences if one.endswith("?") or opens_a_question(one))
    return [one for one in asking if len(one.split()) >= _FEWEST_WORDS][:_MOST_QUESTIONS]


def question_in_story(text: str, whole: Ranking, rank: Rank) -> str | None:
    """The topic that the question of a story is surely about; None where it has none, or several.

    Args:
        whole: the ranking of the whole message.
        rank: the rankings of any texts.
    """
    if not whole or (whole[0][1] >= _SURE_FROM and is_topic(whole[0][0])):
        return None
    questions = questions_of(text)
    if not questions:
        return None
    likeliest = [ranking[0] for ranking in rank(questions)]
    sure = {label for label, share in likeliest if is_topic(label) and share >= _SURE_FROM}
    hinted = [label for label in sure if dict(whole).get(label, 0.0) >= _HINTED_FROM]
    return hinted[0] if len(sure) == 1 and hinted else None
