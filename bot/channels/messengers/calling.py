"""Calls of a messenger's HTTP interface. Addresses hold tokens, so none is ever logged."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.channels.messengers.message import TryAgainError

_SECONDS = 20.0
_CONNECT_SECONDS = 5.0


@dataclass(frozen=True)
class Answer:
    """``content``: the JSON object of the body; empty where it is none."""

    status: int
    content: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def retry_after(self) -> float | None:
        """The seconds of silence that the header asks for."""
        try:
            return max(0.0, float(self.headers["Retry-After"]))
        except (KeyError, ValueError):
            return None


class HttpCalls:
    """One pool of connections to one messenger."""

    def __init__(self, address: str) -> None:
        # Through the network's proxy where there is one, but never to this machine itself.
        self._session = aiohttp.ClientSession(
            trust_env=address.startswith("https:"),
            connector=aiohttp.TCPConnector(limit=0),
        )

    async def post(self, url: str, seconds: float = _SECONDS, **arguments: Any) -> Answer:
        """``arguments``: as aiohttp's (json, data, headers, auth).

        Raises:
            TryAgainError: where there was no answer.
        """
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=_CONNECT_SECONDS)
        try:
            async with self._session.post(
                url, timeout=timeout, allow_redirects=False, **arguments
            ) as answer:
                body = await answer.read()
                return Answer(answer.status, _object(body), answer.headers)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            raise TryAgainError from None

    async def close(self) -> None:
        await self._session.close()


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
