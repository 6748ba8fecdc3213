"""The staff page's side of the link to the running assistant: see bot/run/staff_link.py."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

SOCKET_NAME = "staff.sock"
_SECONDS = 20.0
_LONGEST_LINE = 1024 * 1024


class NotRunningError(RuntimeError):
    """The assistant does not answer now."""


class Link:
    """Asks the assistant that uses the same state folder."""

    def __init__(self, state: Path) -> None:
        self._path = state / SOCKET_NAME

    async def state(self) -> dict[str, Any]:
        """What is live: ``answers``, ``model``, ``answers_problem``, ``model_problem``."""
        return await self._ask({"state": True})

    async def trial(self, text: str) -> dict[str, Any]:
        """How a message is judged, and what a patient would get."""
        return await self._ask({"try": text})

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return await asyncio.wait_for(self._exchange(request), _SECONDS)
        except (OSError, asyncio.TimeoutError, ValueError) as error:
            raise NotRunningError(type(error).__name__) from None

    async def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        reader, writer = await asyncio.open_unix_connection(str(self._path), limit=_LONGEST_LINE)
        try:
            writer.write(json.dumps(request).encode() + b"\n")
            await writer.drain()
            answered: dict[str, Any] = json.loads(await reader.readline())
        finally:
            writer.close()
        if "error" in answered:
            raise NotRunningError(answered["error"])
        return answered
