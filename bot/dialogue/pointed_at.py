"""Which topic is meant by "not that, the skin one": an offered one, or that of a subject. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue.context_knowledge import FollowUps


def offered_with(
    named: Sequence[str], offered: Sequence[str], titles: Mapping[str, str]
) -> str | None:
    """The offered topic whose title holds most of the words."""

    def words_in(topic: str) -> int:
        title = titles.get(topic, "").lower()
        return sum(name in title for name in named)

    best = max(offered, key=words_in, default=None)
    return best if best is not None and words_in(best) else None


def topic_named(named: Sequence[str], sort: str | None, follow_ups: FollowUps) -> str | None:
    """The topic of a subject that the words name, for the sort that was asked before."""
    for subject in follow_ups.subjects:
        words = {*subject.name.lower().split(), subject.topics[0].partition("/")[0]}
        if words & set(named):
            topic = subject.topics[0]
            return (follow_ups.target(topic, sort) if sort else None) or topic
    return None
