"""Which states of files have passed a check, so that a start need not check them once more."""

from __future__ import annotations

import logging
from pathlib import Path

logger = logging.getLogger(__name__)

# Copies of the project may share a folder of models; the last of them are remembered.
_MOST_REMEMBERED = 8


class Passed:
    """Fingerprints of what has passed, the latest first, a line each. Without its file, or with one
    that was cut, everything is checked again."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __contains__(self, fingerprint: str) -> bool:
        return fingerprint in self._known()

    def add(self, fingerprint: str) -> None:
        """Remembers content that passed; what has passed long ago is forgotten."""
        last = [fingerprint, *(one for one in self._known() if one != fingerprint)]
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text("\n".join(last[:_MOST_REMEMBERED]), encoding="ascii")
        except OSError as error:
            logger.info("The next start checks the content again: %s", error.strerror)

    def _known(self) -> list[str]:
        try:
            return self._file.read_text(encoding="ascii", errors="replace").split()
        except OSError:
            return []  # nothing has passed yet
