"""How often a second message is understood, by itself and in context: a third each, unseen.

Each third of the follow-ups, which one writer wrote, is judged by a classifier that has learned
from the others'. Prints shares; run by hand when weights of bot/dialogue/in_context.py are chosen:
``python -m tests.understanding.follow_ups``.
"""

from __future__ import annotations

from collections import Counter

from bot.content.context_files import context_knowledge
from bot.content.faq_files import read_node, responses_of
from bot.content.follow_up_files import (
    OUT_OF_SCOPE,
    SMALL_TALK,
    FollowUp,
    behind_title,
    examples_behind_titles,
    read_follow_ups,
)
from bot.dialogue.in_context import ranking_in_context
from bot.encoders.minilm import english_words
from bot.encoders.united import UnitedEncoder
from bot.nlu.labels import REFUSALS, is_topic
from bot.nlu.understanding import Understanding
from tests.data.content import content_files
from tests.understanding.cross_validation import training_examples


def titles() -> dict[str, str]:
    """Topic → its title."""
    found = (one for path in content_files() for one in responses_of(path, read_node(path)))
    return {one.name: str(one.metadata["title"]) for one in found if "title" in one.metadata}


def learned_without(writer: str, named: dict[str, str]) -> Understanding:
    """A classifier of all examples but this writer's."""
    others = tuple(one for one in read_follow_ups() if one.writer != writer)
    texts, labels = zip(*training_examples(), *examples_behind_titles(others, named), strict=True)
    encoder = UnitedEncoder.load()
    vectors = encoder.encode_many(texts)
    return Understanding.fit(texts, vectors, labels, encoder.encode, english_words())


def is_right(label: str, wanted: FollowUp) -> bool:
    if wanted.right == (SMALL_TALK,):
        return not is_topic(label) and label not in REFUSALS
    if wanted.right == (OUT_OF_SCOPE,):
        return label in REFUSALS
    return label in wanted.right


def kind_of(one: FollowUp) -> str:
    if not is_topic(one.right[0]):
        return one.right[0]
    return "the same topic" if one.topic in one.right else "another topic"


def main() -> None:
    named, follow_ups = titles(), context_knowledge().follow_ups
    right: Counter[tuple[str, str]] = Counter()
    for writer in sorted({one.writer for one in read_follow_ups()}):
        understanding = learned_without(writer, named)
        for one in (line for line in read_follow_ups() if line.writer == writer):
            alone = understanding.ranking(one.text)
            behind = understanding.ranking(behind_title(named[one.topic], one.text))
            context = ranking_in_context(alone, behind, one.topic, follow_ups)
            kind = kind_of(one)
            right[kind, "all"] += 1
            right[kind, "by itself"] += is_right(alone[0][0], one)
            right[kind, "in context"] += is_right(context[0][0], one)
    for kind in sorted({kind for kind, _ in right}):
        number = right[kind, "all"]
        shares = (f"{how} {right[kind, how] / number:.1%}" for how in ("by itself", "in context"))
        print(f"{kind}: {number}; right {', '.join(shares)}")


if __name__ == "__main__":
    main()
