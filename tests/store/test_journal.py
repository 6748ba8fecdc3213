"""bot/store/journal.py: nothing that was appended is lost, whatever happens to disk and process."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.settings.paths import ROOT
from bot.store import journal as module
from bot.store.entries import Entry
from bot.store.journal import Journal


def entries(*texts: str, conversation: str = "web-1") -> list[Entry]:
    return [Entry("messages", conversation, {"text": text}) for text in texts]


def texts(journal: Journal) -> list[str]:
    return [entry.data["text"] for entry in journal.entries()]


def keep(journal: Journal, *texts: str, conversation: str = "web-1") -> list[Entry]:
    kept = entries(*texts, conversation=conversation)
    for entry in kept:
        journal.append(entry)
    return kept


def content(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(folder.glob("journal*")))


@pytest.fixture
def stem(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """Files of this process can grow to this many bytes only, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(autouse=True)
def _without_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TRY_AGAIN_SECONDS", 0.0)


def test_the_next_process_finds_what_is_open_in_order(stem: Path) -> None:
    first = Journal(stem)
    kept = keep(first, "a", "b", "c", "d")
    first.done([kept[0], kept[2]])
    # The process is killed. What was done comes again; the database knows it.
    assert texts(first) == ["b", "d"]
    assert texts(Journal(stem)) == ["a", "b", "c", "d"]


def test_what_is_done_is_gone_from_the_file(stem: Path) -> None:
    journal = Journal(stem)
    journal.done(keep(journal, "a", "b"))
    assert content(stem.parent) == ""
    assert texts(Journal(stem)) == []


def test_a_line_cut_short_by_a_crash_spoils_no_other(stem: Path) -> None:
    first = Journal(stem)
    keep(first, "a", "b")
    (file,) = stem.parent.glob("journal*")
    file.write_bytes(file.read_bytes()[:-10])
    second = Journal(stem)
    assert texts(second) == ["a"]
    keep(second, "c")
    assert texts(Journal(stem)) == ["a", "c"]


@pytest.mark.parametrize("rubbish", [b"\x00\xff\n", b"[]\n", b"null\n", b'{"kind": "x"}\n', b"\n"])
def test_rubbish_in_the_file_is_left_out(stem: Path, rubbish: bytes) -> None:
    keep(Journal(stem), "a")
    (file,) = stem.parent.glob("journal*")
    file.write_bytes(rubbish + file.read_bytes() + rubbish)
    assert texts(Journal(stem)) == ["a"]


def test_a_process_killed_while_it_appends(stem: Path) -> None:
    program = f"""
import itertools, sys
from pathlib import Path
from bot.store.entries import Entry
from bot.store.journal import Journal
journal = Journal(Path({str(stem)!r}))
for number in itertools.count():
    journal.append(Entry("messages", "web-1", {{"text": str(number), "padding": "x" * 3000}}))
    print(number, flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(2000)][-1]
        process.kill()
    found = [int(text) for text in texts(Journal(stem))]
    assert found == list(range(len(found)))
    assert found[-1] >= acknowledged


def test_on_a_full_disk_entries_wait_in_memory_and_are_written_once_there_is_room(
    stem: Path,
) -> None:
    journal = Journal(stem)
    keep(journal, "a")
    with no_room_beyond(200):
        keep(journal, "b" * 150, "c")
        assert not journal.is_durable
        assert texts(journal) == ["a", "b" * 150, "c"]
        # What could be written has not been spoilt.
        assert texts(Journal(stem))[:1] == ["a"]
    keep(journal, "d")
    assert journal.is_durable
    assert texts(Journal(stem)) == ["a", "b" * 150, "c", "d"]


def test_a_folder_that_is_gone_is_made_again(stem: Path) -> None:
    journal = Journal(stem.parent / "state" / "journal")
    keep(journal, "a")
    for file in (stem.parent / "state").iterdir():
        file.unlink()
    (stem.parent / "state").rmdir()
    keep(journal, "b")
    journal.wait(0)
    assert texts(Journal(stem.parent / "state" / "journal")) == ["b"]
    assert texts(journal) == ["a", "b"], "what was there before is still held"


def test_a_dropped_conversation_leaves_nothing_in_the_files(stem: Path) -> None:
    journal = Journal(stem)
    done = keep(journal, "was-written", conversation="web-2")
    keep(journal, "mine", conversation="web-1")
    keep(journal, "other", conversation="web-2")
    journal.done(done)
    journal.drop("web-2")
    assert texts(journal) == ["mine"]
    assert "other" not in content(stem.parent)
    assert "was-written" not in content(stem.parent)
    keep(journal, "later")
    assert texts(Journal(stem)) == ["mine", "later"]


def spoil(stem: Path, words: str) -> None:
    """Makes the line with these words unreadable; its length and all other lines stay."""
    for file in stem.parent.glob(f"{stem.name}*"):
        lines = file.read_bytes().split(b"\n")
        file.write_bytes(b"\n".join(b"}" + line[1:] if words.encode() in line else line
                                    for line in lines))  # fmt: skip


@pytest.mark.parametrize("is_restarted", [False, True])
@pytest.mark.parametrize("spoiled", [["mine"], ["mine", "other"], ["other"]])
def test_a_conversation_is_dropped_with_its_unreadable_entries(
    stem: Path, spoiled: list[str], is_restarted: bool
) -> None:
    journal = Journal(stem)
    keep(journal, "mine", conversation="web-1")
    keep(journal, "other", conversation="web-2")
    keep(journal, "whole", conversation="web-3")
    for words in spoiled:
        spoil(stem, words)
    if is_restarted:
        journal = Journal(stem)
    journal.drop("web-1")
    assert texts(journal) == (["whole"] if "other" in spoiled else ["other", "whole"])
    assert "mine" not in content(stem.parent)
    keep(journal, "later")
    assert texts(Journal(stem)) == texts(journal)


def test_a_file_with_nothing_readable_is_gone_after_a_drop(stem: Path) -> None:
    keep(Journal(stem), "mine", conversation="web-1")
    first = Journal(stem)
    keep(first, "other", conversation="web-2")
    for words in ("mine", "other"):
        spoil(stem, words)
    first.drop("web-3")
    first.drop("web-1")
    first.drop("web-2")
    assert content(stem.parent) == ""
    keep(first, "later")
    assert texts(Journal(stem)) == ["later"]


def test_an_unreadable_entry_that_is_not_wanted_is_no_reason_to_keep_others(stem: Path) -> None:
    journal = Journal(stem)
    keep(journal, "broken", "urgent", "ordinary")
    spoil(stem, "broken")
    journal.drop("web-1", lambda entry: entry.data["text"] == "ordinary")
    assert texts(journal) == ["urgent"]


def test_the_entries_of_one_conversation(stem: Path) -> None:
    journal = Journal(stem)
    keep(journal, "a", conversation="web-1")
    keep(journal, "b", conversation="web-2")
    keep(journal, "c", conversation="web-1")
    assert [entry.data["text"] for entry in journal.of("web-1")] == ["a", "c"]
    assert journal.of("web-3") == []


def test_the_same_id_is_one_entry(stem: Path) -> None:
    journal = Journal(stem)
    for text in ("first", "second"):
        journal.append(Entry("messages", "web-1", {"text": text}, "one-id"))
    assert texts(journal) == ["first"]


def test_long_outages_are_kept_in_several_files_each_removed_when_it_is_done(
    stem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SEGMENT_BYTES", 500)
    journal = Journal(stem)
    kept = keep(journal, *(f"{number:100}" for number in range(30)))
    files = len(list(stem.parent.glob("journal*")))
    assert files > 5
    assert texts(Journal(stem)) == texts(journal)
    journal.done(kept[:20])
    assert len(list(stem.parent.glob("journal*"))) < files / 2
    journal.done(kept[20:])
    assert len(list(stem.parent.glob("journal*"))) <= 1
    assert content(stem.parent) == ""


def test_an_outage_costs_little_memory(stem: Path) -> None:
    """20,000 entries of 4 kB are 80 MB on the disk."""
    journal = Journal(stem)
    padding = "x" * 4000
    tracemalloc.start()
    try:
        for number in range(20_000):
            journal.append(Entry("messages", f"web-{number % 500}", {"text": padding}))
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert used < 20_000 * 1000
    assert len(journal.oldest(200)) == 200


def test_a_file_cut_by_somebody_else_holds_nothing_up(stem: Path) -> None:
    journal = Journal(stem)
    keep(journal, "a", "b")
    (file,) = stem.parent.glob("journal*")
    os.truncate(file, 30)
    assert journal.oldest(10) == []
    keep(journal, "c")
    assert [entry.data["text"] for entry in journal.oldest(10)] == ["c"]


def test_files_are_for_their_owner_only(stem: Path) -> None:
    keep(Journal(stem.parent / "state" / "journal"), "a")
    (file,) = (stem.parent / "state").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_numbers_and_characters_that_json_does_not_know(stem: Path) -> None:
    import numpy as np  # noqa: PLC0415

    journal = Journal(stem)
    data = {"text": "a\u0000\ud800é", "confidence": np.float32(0.5), "folder": stem}
    journal.append(Entry("events", "web-\ud800", data))
    (entry,) = Journal(stem).entries()
    assert entry.data == {"text": "a\u0000\ud800é", "confidence": 0.5, "folder": str(stem)}


def test_whoever_waits_for_the_database_ends_the_gathering(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    entry = Entry("turn", "conversation", {})
    journal.append(entry)
    with ThreadPoolExecutor() as pool:
        waited = pool.submit(journal.wait_until_empty, 60)
        pool.submit(journal.gather, 60).result(timeout=30)
        journal.done([entry])
        assert waited.result(timeout=30)
