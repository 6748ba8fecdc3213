"""phrases.yml and follow_ups.yml: what is read, and how mistakes are reported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.context_files import context_knowledge, load_context
from bot.content.errors import DataError
from bot.settings.paths import CONTEXT_DIR
from tests.data.content import TOPICS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that a test may damage."""
    shutil.copytree(CONTEXT_DIR, tmp_path / "context")
    return tmp_path / "context"


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_topic_has_a_subject() -> None:
    follow_ups = context_knowledge().follow_ups
    assert [topic for topic in TOPICS if follow_ups.subject_of(topic) is None] == []


def test_every_follow_up_leads_to_a_topic() -> None:
    follow_ups = context_knowledge().follow_ups
    named = {topic for one in follow_ups.subjects for topic in (*one.topics, *one.then)}
    for one in follow_ups.subjects:
        named |= set(one.asks.values())
        named |= {topic for asks in one.after.values() for topic in asks.values()}
    named |= {topic for asks in follow_ups.defaults.values() for topic in asks.values()}
    assert named - {"same"} - set(TOPICS) == set()


def test_every_answer_has_fitting_next_questions() -> None:
    follow_ups = context_knowledge().follow_ups
    for topic in TOPICS:
        found = follow_ups.next_topics(topic, {topic}, 3)
        assert topic not in found
        assert len(set(found)) == len(found) <= 3
        assert found, topic


@pytest.mark.parametrize(
    ("alias", "shown"),
    [
        ("keytruda", "Keytruda"),
        ("keytrudda", "Keytruda"),
        ("pembro", "pembrolizumab"),
        ("pembrolizumab", "pembrolizumab"),
        ("mabthera", "Mabthera"),
        ("tepkinly", "Tepkinly"),
        ("t-vec", "T-VEC"),
    ],
)
def test_a_drug_is_written_back_as_it_was_meant(alias: str, shown: str) -> None:
    from bot.dialogue.reading import read_message  # noqa: PLC0415

    (mention,) = read_message(alias, context_knowledge()).mentions
    assert mention.shown == shown


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("follow_ups.yml", "{what: crs/what_is,", "{wat: crs/what_is,", "has no sort “wat”"),
        ("follow_ups.yml", "    kind: visit\n", "    kind: trip\n", "there is no default “trip”"),
        (
            "follow_ups.yml",
            "topics: [types/bcg, types/bcg_at_home]",
            "topics: [types/bcg]",
            "`after` names types/bcg_at_home",
        ),
        (
            "follow_ups.yml",
            "topics: [types/bcg, types/bcg_at_home]",
            "topics: [types/bcg, types/bcg_at_home, crs/what_is]",
            "crs/what_is stands in two subjects",
        ),
        ("phrases.yml", "    - how exactly\n", "    - how (exactly\n", "has no partner"),
    ],
)
def test_a_mistake_is_reported_with_its_place(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    replace_in(folder / file, old, new)
    with pytest.raises(DataError) as caught:
        load_context(folder)
    assert f"{folder / file}, line " in str(caught.value)
    assert reason in str(caught.value)
