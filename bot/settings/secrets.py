"""Secrets of the machine: from the environment, or made once and kept in the state folder."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from bot.settings.paths import STATE_DIR

_BYTES = 32


def secret(name: str, folder: Path = STATE_DIR) -> str:
    """The secret ``name``: the environment's ``BOT_<NAME>`` (needed where several servers share
    it), else the content of a file that only its owner can read.

    Raises:
        ValueError: where the environment's is too short to be safe.
    """
    variable = f"BOT_{name.upper()}"
    given = os.environ.get(variable)
    if given:
        if len(given) < _BYTES:
            raise ValueError(f"{variable} should have at least {_BYTES} characters.")
        return given
    file = folder / name
    if len(_kept(file)) < _BYTES:
        _make(file)
    return _kept(file)


def secrets_before(name: str, folder: Path = STATE_DIR) -> list[str]:
    """Secrets that are no longer used to sign, but still known: ``BOT_<NAME>_BEFORE`` and the file
    ``<name>.before``. Each holds one secret a line; what is too short to be safe is left out."""
    given = os.environ.get(f"BOT_{name.upper()}_BEFORE", "")
    lines = [*given.split(), *_kept(folder / f"{name}.before").split()]
    return [line for line in lines if len(line) >= _BYTES]


def _kept(file: Path) -> str:
    return file.read_text(encoding="ascii") if file.exists() else ""


def _make(file: Path) -> None:
    """The file appears whole or not at all: an empty secret would let anyone sign, and two
    processes that start at once must come to the same one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if file.exists() and len(_kept(file)) < _BYTES:
        file.unlink()  # cut short, perhaps by a full disk
    descriptor, whole = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        target.write(secrets.token_hex(_BYTES))
    try:
        with contextlib.suppress(FileExistsError):
            os.link(whole, file)
    finally:
        os.unlink(whole)
