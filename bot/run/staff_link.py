"""The running assistant's side of the link to the staff page: a socket in the state folder.

Only who may read the state folder can open it. One request a connection, a line of JSON each way.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.run.live import LiveState
from bot.run.trial import Trials

logger = logging.getLogger(__name__)

_REQUEST_SECONDS = 5.0
_LONGEST_LINE = 64 * 1024


class StaffLink:
    """Answers what the staff page asks: ``state`` (what is live) and ``try`` (a message)."""

    def __init__(self, path: Path, trials: Trials, state: Callable[[], LiveState]) -> None:
        self._path = path
        self._state = state
        self._trials = trials
        self._server: asyncio.AbstractServer | None = None

    async def open(self) -> None:
        """Raises OSError where the socket cannot be made."""
        self._path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            self._server = await asyncio.start_unix_server(
                self._serve, str(self._path), limit=_LONGEST_LINE
            )
        finally:
            os.umask(before)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await asyncio.wait_for(reader.readline(), _REQUEST_SECONDS)
            answered = await self._answer(json.loads(line))
        except Exception as error:  # noqa: BLE001 - its message may hold what was tried out
            logger.error("A request of the staff page failed: %s", type(error).__name__)
            answered = {"error": type(error).__name__}
        try:
            writer.write(json.dumps(answered).encode() + b"\n")
            await writer.drain()
        except OSError:
            logger.info("The staff page has gone away.")
        finally:
            writer.close()

    async def _answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        if "try" in request:
            return await self._trials.trial(str(request["try"]))
        return asdict(self._state())
