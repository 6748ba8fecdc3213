"""Questions that mean nearly the same, put together. Pure: vectors are handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bot.content.texts import matching_key
from bot.store.staff_records import Question

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Cosine, by the multilingual encoder, of two questions from which they stand together. Among 1,500
# of the project's own examples 0.07 % of the pairs of two topics reach it, and 4 % of the pairs of
# one: what stands together is nearly the same question, and all of it can be put under one topic.
LIKE = 0.59
MOST_SUGGESTED = 3


@dataclass
class Wording:
    """A question in one wording, and the rows of the records that hold it."""

    text: str
    questions: list[Question] = field(default_factory=list)

    @property
    def keys(self) -> str:
        return ",".join(question.key for question in self.questions)


@dataclass
class Group:
    """Wordings of one question, the most asked first. ``suggested``: topics that it may be."""

    wordings: list[Wording]
    suggested: tuple[str, ...] = ()

    @property
    def questions(self) -> list[Question]:
        return [question for wording in self.wordings for question in wording.questions]

    @property
    def times(self) -> int:
        return len(self.questions)

    @property
    def last(self) -> datetime:
        return max(question.at for question in self.questions)

    @property
    def channels(self) -> list[str]:
        return sorted({question.channel for question in self.questions})

    @property
    def unhelpful(self) -> list[str]:
        """Topics whose answer patients said did not help."""
        return sorted({question.topic for question in self.questions if question.topic})


def grouped(
    questions: Sequence[Question], titles: Mapping[str, str], encode: Encode
) -> list[Group]:
    """Groups by likeness, most asked first. ``titles``: topic → its question."""
    wordings = _wordings(questions)
    if not wordings:
        return []
    vectors = np.asarray(encode([wording.text for wording in wordings]))
    leaders: list[int] = []
    members: dict[int, list[Wording]] = {}
    for number, wording in enumerate(wordings):
        likeness = vectors[leaders] @ vectors[number] if leaders else np.zeros(0)
        nearest = int(likeness.argmax()) if len(likeness) else -1
        if nearest >= 0 and likeness[nearest] >= LIKE:
            members[leaders[nearest]].append(wording)
        else:
            leaders.append(number)
            members[number] = [wording]
    topics = list(titles)
    of_titles = np.asarray(encode([titles[topic] for topic in topics])) if topics else None
    groups = []
    for leader, found in members.items():
        near: Sequence[int] = (
            () if of_titles is None else np.argsort(-(of_titles @ vectors[leader])).tolist()
        )
        group = Group(found)
        group.suggested = _suggested(group, [topics[index] for index in near], titles)
        groups.append(group)
    return sorted(groups, key=lambda group: (-group.times, -group.last.timestamp()))


def _wordings(questions: Sequence[Question]) -> list[Wording]:
    """Each wording once, the most asked first."""
    found: dict[str, Wording] = {}
    for question in questions:
        key = matching_key(question.text)
        found.setdefault(key, Wording(question.text)).questions.append(question)
    return sorted(found.values(), key=lambda wording: -len(wording.questions))


def _suggested(group: Group, near: Sequence[str], titles: Mapping[str, str]) -> tuple[str, ...]:
    """What was offered, most often first, and then what lies nearest."""
    offered: dict[str, int] = {}
    for question in group.questions:
        for topic in question.offered:
            offered[topic] = offered.get(topic, 0) + 1
    first = sorted(offered, key=lambda topic: -offered[topic])
    known = [topic for topic in dict.fromkeys([*first, *near]) if topic in titles]
    return tuple(known[:MOST_SUGGESTED])
