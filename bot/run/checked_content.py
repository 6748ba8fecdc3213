"""Slips are looked for before the content is used; not again in what was found in order before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.content.passed import Passed
from bot.run.content_commands import refuse_slips
from bot.settings.paths import DATA_DIR, DOMAIN_FILE, MODELS_DIR, ROOT, WEB_DIR

_FILE = "content.checked"
_CONTENT = frozenset({".yml", ".tsv", ".txt"})
# What checks, and what the checks read with.
_CODE = tuple(ROOT / "bot" / name for name in ("content", "dialogue", "safety", "settings"))


def refuse_new_slips() -> None:
    """Raises ContentError if the content has slips. Looking takes seconds, so that a start with
    files that passed before does not look again."""
    passed, found = Passed(MODELS_DIR / _FILE), _fingerprint()
    if found in passed:
        return
    refuse_slips()
    if _fingerprint() == found:  # else something was changed meanwhile
        passed.add(found)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    yield DOMAIN_FILE
    for folder in (DATA_DIR, WEB_DIR):
        yield from (path for path in folder.rglob("*") if path.suffix in _CONTENT)
    for folder in _CODE:
        yield from folder.rglob("*.py")
