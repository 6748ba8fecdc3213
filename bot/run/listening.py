"""The socket that a server listens on."""

from __future__ import annotations

import socket

from bot.run.processes import StartError


def listening(host: str, port: int, variable: str) -> socket.socket:
    """A socket that listens. ``variable``: the environment variable that sets the port.

    Raises:
        StartError: where the port is taken.
    """
    try:
        return socket.create_server((host, port), backlog=1000)
    except OSError as error:
        raise StartError(
            f"The server cannot listen on {host}, port {port} ({error.strerror}). Stop what uses "
            f"it, or choose another port: {variable}={port + 1}"
        ) from None
