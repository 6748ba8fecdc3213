"""Harm done to the state folder, and a look at what is left in it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A file system of its own in the folder. Skips where none can be made, but never in CI."""
    folder.mkdir(parents=True, exist_ok=True)
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    size = f"size={megabytes}m,uid={os.getuid()},mode=0700"
    made = subprocess.run(
        [*as_root, "mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        reason = f"NO FULL DISK IS TESTED: no small file system can be mounted ({made.stderr})"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    try:
        yield
    finally:
        # Lazily: what is still open there goes with its process.
        subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Not a byte is left on the folder's disk."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        with suppress(OSError):
            while file.write(b"x" * 65536):
                pass
        with suppress(OSError):
            while file.write(b"x"):
                pass
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program has the database for itself."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as other:
        other.execute("begin exclusive")
        yield
        other.execute("rollback")


def kept_anywhere(folder: Path, words: str) -> list[str]:
    """The files below a folder that hold the words."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and words.encode() in path.read_bytes():
            found.append(path.name)
    return found
