"""Signing answers: the file keeps its form."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from bot.content.faq_files import changed_since_signed, read_answers, unsigned_topics
from bot.content.signing import UnknownTopicError, sign
from bot.settings.paths import FAQ_DIR

TODAY = datetime.date(2027, 1, 5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ_DIR, tmp_path / "faq"))


def changed_lines(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """File → lines that are only before, and only after."""
    changed = {}
    for path in sorted(FAQ_DIR.glob("*.yml")):
        before = path.read_text(encoding="utf-8").splitlines()
        after = (folder / path.name).read_text(encoding="utf-8").splitlines()
        if before != after:
            changed[path.name] = [
                *((line, "") for line in before if line not in after),
                *(("", line) for line in after if line not in before),
            ]
    return changed


def test_signing_changes_nothing_but_three_lines_of_each_variant(folder: Path) -> None:
    assert sign(["skin/onset"], "Ada Nurse", TODAY, folder=folder) == []
    (changed,) = changed_lines(folder).values()
    (answer,) = [a for a in read_answers(folder) if a.name == "skin/onset"]
    assert set(changed) == {
        ("", f'        signed_text: "{answer.fingerprint}"'),
        ("", '        reviewed: "2027-01-05"'),
        ("", '        reviewed_by: "Ada Nurse"'),
    }
    signed = [a for a in read_answers(folder) if a.is_signed]
    assert {a.name for a in signed} == {"skin/onset"}
    assert "skin/onset" not in unsigned_topics(read_answers(folder))


def test_the_lines_of_a_signature_stand_together(folder: Path) -> None:
    sign(["about/how_it_works"], "Ada Nurse", TODAY, folder=folder)
    lines = (folder / "about.yml").read_text(encoding="utf-8").splitlines()
    place = lines.index('        reviewed_by: "Ada Nurse"')
    assert [line.split(":")[0].strip() for line in lines[place - 1 : place + 4]] == [
        "sources", "reviewed_by", "signed_text", "reviewed", "",
    ]  # fmt: skip


def test_all_variants_are_signed(folder: Path) -> None:
    sign(["process/how_given"], "Ada Nurse", TODAY, folder=folder)
    variants = [a for a in read_answers(folder) if a.name == "process/how_given"]
    assert len(variants) > 1
    assert all(a.metadata["reviewed_by"] == "Ada Nurse" for a in variants)


def test_what_waits_goes_on_waiting_until_it_is_settled(folder: Path) -> None:
    topic = next(a.name for a in read_answers(folder) if a.metadata.get("waiting"))
    assert sign([topic], "Ada Nurse", TODAY, folder=folder) == [topic]
    assert sign([topic], "Dr Who", TODAY, settles_waiting=True, folder=folder) == []
    settled = [a for a in read_answers(folder) if a.name == topic]
    assert not any("waiting" in key for a in settled for key in a.metadata)
    assert {a.metadata["reviewed_by"] for a in settled} == {"Dr Who"}


def test_signing_all_leaves_every_other_line(folder: Path) -> None:
    topics = sorted({a.name for a in read_answers(folder)})
    sign(topics, "Ada Nurse", TODAY, folder=folder)
    added = {line for lines in changed_lines(folder).values() for _, line in lines}
    assert {line for line in added if line and "signed_text" not in line} == {
        '        reviewed: "2027-01-05"',
        '        reviewed_by: "Ada Nurse"',
    }
    assert unsigned_topics(read_answers(folder)) == []


@pytest.mark.parametrize(
    ("topics", "by"), [(["skin/nothing", "skin/onset"], "Ada"), (["skin/onset"], " ")]
)
def test_nothing_is_signed_without_a_name_or_with_an_unknown_topic(
    folder: Path, topics: list[str], by: str
) -> None:
    with pytest.raises((UnknownTopicError, ValueError)):
        sign(topics, by, TODAY, folder=folder)
    assert changed_lines(folder) == {}


@pytest.mark.parametrize(
    ("before", "after", "is_signed"),
    [
        ("text: |-\n        ", "text: |-\n        Perhaps. ", False),
        ("sources: [", 'sources: ["001", ', False),
        (". ", ".\n        ", True),
        ('reviewed_by: "Ada Nurse"', 'reviewed_by: "Ada Nurse"  # by post', True),
    ],
)
def test_a_signature_ends_with_the_text_that_was_signed(
    folder: Path, before: str, after: str, is_signed: bool
) -> None:
    sign(["skin/onset"], "Ada Nurse", TODAY, folder=folder)
    file = folder / "skin.yml"
    head, answer = file.read_text("utf-8").split("  utter_skin/onset:")
    assert before in answer
    file.write_text(f"{head}  utter_skin/onset:{answer.replace(before, after, 1)}", "utf-8")
    answers = read_answers(folder)
    assert ("skin/onset" not in unsigned_topics(answers)) is is_signed
    assert changed_since_signed(answers) == ([] if is_signed else ["skin/onset"])


def test_a_name_alone_signs_nothing(folder: Path) -> None:
    file = folder / "skin.yml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("        reviewed:", "        reviewed_by: Ada\n        reviewed:"), "utf-8"
    )
    assert not any(answer.is_signed for answer in read_answers(folder))
