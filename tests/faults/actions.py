"""Something that stands where the action server should, and does the wrong thing."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# What it says to every request; None: it says nothing at all.
ANSWERS: dict[str, bytes | None] = {
    "500": b'HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\n{"no": 1}',
    "garbage": b"\x00\xff no HTTP at all\r\n\r\n",
    "html": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    "cut": b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"events": [',
    "hangs": None,
}


@contextmanager
def wrong_action_server(port: int, kind: str) -> Iterator[None]:
    may_end = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1_000_000)
            answer = ANSWERS[kind]
            if answer is None:
                may_end.wait(300)
            else:
                self.request.sendall(answer)

    class Wrong(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Wrong(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            may_end.set()
            server.shutdown()
