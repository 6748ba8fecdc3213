"""Second messages after an answer: the file's lines, and what the classifier learns from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.context_files import context_knowledge
from bot.content.follow_up_files import (
    OUT_OF_SCOPE,
    SMALL_TALK,
    FollowUp,
    FollowUpError,
    examples_behind_titles,
    problems_of_follow_ups,
    read_follow_ups,
)


def test_every_line_names_topics_that_exist() -> None:
    follow_ups = context_knowledge().follow_ups
    for one in read_follow_ups():
        assert follow_ups.subject_of(one.topic), one
        if one.right not in ((SMALL_TALK,), (OUT_OF_SCOPE,)):
            assert all(follow_ups.subject_of(topic) for topic in one.right), one


def test_three_writers_wrote_after_every_topic() -> None:
    lines = read_follow_ups()
    topics = {
        topic for subject in context_knowledge().follow_ups.subjects for topic in subject.topics
    }
    for writer in ("1", "2", "3"):
        assert {one.topic for one in lines if one.writer == writer} == topics


def test_an_example_stands_behind_the_title_of_what_was_answered() -> None:
    lines = (
        FollowUp("managing/work", "what do I tell the boss", ("managing/work",), "1"),
        FollowUp("managing/work", "ah well, that's life", (SMALL_TALK,), "1"),
        FollowUp("managing/gone", "and then", ("managing/gone",), "1"),
    )
    assert examples_behind_titles(lines, {"managing/work": "Can I work?"}) == [
        ("Can I work? what do I tell the boss", "managing/work"),
        ("Can I work? ah well, that's life", "remark"),
    ]


@pytest.mark.parametrize("line", ["managing/work\twhat now", "a\tb\tc\t", "a b c d"])
def test_an_ill_formed_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "follow_ups.tsv"
    path.write_text(f"# heading\n{line}\n", encoding="utf-8")
    with pytest.raises(FollowUpError, match=r"follow_ups\.tsv, line 2: there should be 4 columns"):
        read_follow_ups(path)
    [problem] = problems_of_follow_ups(path, {"managing/work"})
    assert problem.place.line == 2


def test_a_topic_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "follow_ups.tsv"
    lines = (
        "managing/work\tand my boss?\tmanaging/work, smalltalk\t1",
        "managing/wrok\tand my boss?\tmanaging/work\t1",
        "managing/work\tand my boss?\tmanaging/work,managing/boss\t1",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    found = problems_of_follow_ups(path, {"managing/work"})
    assert [(one.place.line, one.what) for one in found] == [
        (2, "there is no topic managing/wrok"),
        (3, "there is no topic managing/boss"),
    ]
