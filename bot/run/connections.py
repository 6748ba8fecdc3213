"""Connections to the server: how many an address may hold, and how long a request may take to come.

Sanic starts its time anew with each byte, so that a client that trickles is served for ever.
"""

from __future__ import annotations

import logging
import resource
from collections import Counter
from typing import Any, ClassVar

from sanic.exceptions import RequestTimeout
from sanic.http import Stage
from sanic.server import HttpProtocol

logger = logging.getLogger(__name__)

# From the first byte of a request to its last.
REQUEST_SECONDS = 15.0
# Many patients may share an address: a hospital's network, a mobile provider, the clinic's proxy.
CONNECTIONS_OF_ADDRESS = 1000
# Of the files that the process may open, connections may take so much; the rest is for databases
# and journals.
_SHARE_OF_FILES = 0.7
_LOOK_EVERY_SECONDS = 1.0


class LimitedProtocol(HttpProtocol):
    """Sanic's protocol with limits. They count for all connections of the process."""

    __slots__ = ("_address", "_is_counted", "_since")

    most_connections = 10_000
    most_of_address = CONNECTIONS_OF_ADDRESS
    _open: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: Any) -> None:
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if isinstance(peer, tuple) else "local"
        self._since: float | None = None
        self._is_counted = False
        if (
            self._open[self._address] >= self.most_of_address
            or self._open.total() >= self.most_connections
        ):
            transport.abort()
            return
        self._open[self._address] += 1
        self._is_counted = True
        super().connection_made(transport)
        self.loop.call_later(_LOOK_EVERY_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._is_counted:
            return
        self._is_counted = False
        self._open[self._address] -= 1
        if not self._open[self._address]:
            del self._open[self._address]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_counted:
            super().data_received(data)

    def _look(self) -> None:
        if not self._is_counted or self._task is None:
            return
        http = self._http
        is_coming = http is not None and (
            http.stage is Stage.REQUEST or (http.stage is Stage.HANDLER and bool(http.request_body))
        )
        now = self.loop.time()
        if not is_coming:
            self._since = None
        elif self._since is None:
            self._since = now
        elif now - self._since > REQUEST_SECONDS:
            http.exception = RequestTimeout("Request Timeout")
            self._task.cancel()
            # Sanic answers, and then would read the rest, however long that takes.
            self.loop.call_later(_LOOK_EVERY_SECONDS, self.transport.abort)
            return
        self.loop.call_later(_LOOK_EVERY_SECONDS, self._look)


def allow_many_files() -> None:
    """Raises this process's limit of open files as far as the system allows, and keeps some of them
    from connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    except (ValueError, OSError) as error:
        logger.warning("The limit of open files stays at %d: %s", soft, type(error).__name__)
    if soft != resource.RLIM_INFINITY:
        most = int(soft * _SHARE_OF_FILES)
        LimitedProtocol.most_connections = min(LimitedProtocol.most_connections, most)
