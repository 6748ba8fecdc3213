"""Requests as bytes, for what no client would send."""

from __future__ import annotations

import socket

from tests.faults.assistant import Server

HEAD = "POST /webhooks/web/message HTTP/1.1\r\nHost: localhost\r\n"


def exchange(server: Server, request: bytes, seconds: float = 60) -> bytes:
    """What the server answers to these bytes, until it closes or is silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            more = connection.recv(65536)
            if not more:
                break
            answer += more
        return answer


def status_of(answer: bytes) -> int | None:
    first = answer.split(b"\r\n", 1)[0].split(b" ")
    return int(first[1]) if len(first) > 1 else None
