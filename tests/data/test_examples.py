"""The example questions: enough of each topic, and none that belongs to two."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from bot.content.faq_files import Example
from bot.content.texts import matching_key, visible
from tests.data.content import AGREED_TOPICS, TOPICS, answers, content_files, examples

LEAST_EXAMPLES = 20


def key_of(example: Example) -> str:
    """What two examples of different intents must not share. Signs alone ("👍") have no key."""
    return matching_key(example.text) or visible(example.text)


def test_no_agreed_topic_is_missing() -> None:
    assert len(AGREED_TOPICS) == 136
    missing = AGREED_TOPICS - set(TOPICS)
    assert not missing, f"Topics without examples and answer: {sorted(missing)}"


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_has_enough_examples(topic: str) -> None:
    count = len({matching_key(e.text) for e in examples() if e.label == topic})
    assert count >= LEAST_EXAMPLES, f"{topic}: {count} different examples"


def test_the_examples_of_a_topic_stand_beside_its_answer() -> None:
    strange = [
        f"{e.place}: {e.label}"
        for e in examples()
        if "/" in e.label and e.place.path != answers()[e.label].place.path
    ]
    assert not strange, "\n".join(strange)


def test_small_talk_has_enough_examples() -> None:
    counts = Counter(e.label for e in examples() if "/" not in e.label)
    assert counts.keys() == {
        "affirm",
        "afraid",
        "apologize",
        "ask_fever",
        "tell_new_lump",
        "ask_how_to_call",
        "ask_maker",
        "ask_privacy",
        "ask_readers",
        "ask_when_to_call",
        "bereaved",
        "bot_challenge",
        "care_team_only",
        "delete_data",
        "deny",
        "frustrated",
        "good_news",
        "goodbye",
        "greet",
        "help",
        "none_of_these",
        "remark",
        "out_of_scope",
        "stop_talking",
        "talk_to_nurse",
        "thanks",
    }
    few = {label: n for label, n in counts.items() if n < LEAST_EXAMPLES}
    # The button "None of these" is one wording; patients seldom type another.
    assert few.keys() <= set(), few


def test_no_example_in_two_intents() -> None:
    by_key: dict[str, list[Example]] = defaultdict(list)
    for example in examples():
        by_key[key_of(example)].append(example)
    clashes = [same for same in by_key.values() if len({e.label for e in same}) > 1]
    assert not clashes, "\n".join(
        " and ".join(f"{e.place} ({e.label}: {e.text!r})" for e in same) for same in clashes
    )


def test_no_example_is_annotated() -> None:
    """Entities come from bot/data/vocabulary; an annotation would be read as part of the text."""
    wrong = [e for e in examples() if "](" in e.text or "]{" in e.text]
    assert not wrong, "\n".join(f"{e.place}: {e.text!r}" for e in wrong)


def test_every_title_is_an_example_of_its_own_topic() -> None:
    """So a pressed button is matched exactly, whatever the classifier thinks."""
    labels = {matching_key(e.text): e.label for e in examples()}
    wrong = [
        f"{answer.place}: the title {answer.metadata['title']!r} should stand among the examples "
        f"of {topic}, not {labels.get(matching_key(answer.metadata['title']))}"
        for topic, answer in answers().items()
        if labels.get(matching_key(answer.metadata["title"])) != topic
    ]
    assert not wrong, "\n".join(wrong)


def test_place_names_the_line_of_the_example() -> None:
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in content_files()}
    for example in examples():
        assert example.text in lines[example.place.path][example.place.line - 1]
