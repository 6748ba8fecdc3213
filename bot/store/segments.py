"""The files of a journal: numbered, appended to, each removed once nothing in it is needed.

A file is never appended to after a write into it has failed or after the process that wrote it has
ended: a line cut short there spoils no other line.
"""

from __future__ import annotations

import os
from pathlib import Path

SUFFIX = ".jsonl"


class Segment:
    """One file: lines are appended, and read back by their place."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or makes it, readable by its owner only. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        self.path = path
        self._descriptor = os.open(path, flags, 0o600)
        self.size = os.fstat(self._descriptor).st_size
        # Conversations that have, or had, a line here.
        self.conversations: set[str] = set()
        self.has_unreadable_lines = False
        self.open_entries = 0
        self.is_sealed = False

    def append(self, line: bytes) -> int:
        """Appends a line → its place. Raises OSError, and then the file is as before."""
        if os.fstat(self._descriptor).st_nlink == 0:
            self.is_sealed = True
            raise FileNotFoundError(self.path.name)
        try:
            if os.pwrite(self._descriptor, line, self.size) != len(line):
                raise OSError("the disk is full")
        except OSError:
            self._cut()
            raise
        place = self.size
        self.size += len(line)
        return place

    def read(self, place: int, length: int) -> bytes:
        return os.pread(self._descriptor, length, place)

    def may_hold(self, conversation: str) -> bool:
        """Nobody knows whose an unreadable line is."""
        return conversation in self.conversations or self.has_unreadable_lines

    def content(self) -> bytes:
        """All its lines."""
        return self.read(0, self.size)

    def replace(self, content: bytes) -> None:
        """Other content for the file, whole or not at all. Raises OSError."""
        draft = self.path.with_suffix(".draft")
        try:
            descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                if os.write(descriptor, content) != len(content):
                    raise OSError("the disk is full")
                os.replace(draft, self.path)
            except OSError:
                os.close(descriptor)
                raise
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        os.close(self._descriptor)
        self._descriptor, self.size = descriptor, len(content)
        self.has_unreadable_lines = False

    def empty(self) -> None:
        """Raises OSError."""
        os.ftruncate(self._descriptor, 0)
        self.size = 0
        self.conversations.clear()
        self.has_unreadable_lines = False

    def remove(self) -> None:
        self.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        os.close(self._descriptor)

    def _cut(self) -> None:
        try:
            os.ftruncate(self._descriptor, self.size)
        except OSError:
            self.is_sealed = True


def existing(stem: Path) -> list[Path]:
    """The files of a journal that earlier processes left, oldest first."""
    found = stem.parent.glob(f"{stem.name}-*{SUFFIX}")
    return sorted(path for path in found if _number(path) is not None)


def next_path(stem: Path, after: Path | None) -> Path:
    """The file that comes after one."""
    number = (_number(after) or 0) + 1 if after is not None else 1
    return stem.with_name(f"{stem.name}-{number:09d}{SUFFIX}")


def _number(path: Path) -> int | None:
    digits = path.stem.rpartition("-")[2]
    return int(digits) if digits.isdigit() else None
