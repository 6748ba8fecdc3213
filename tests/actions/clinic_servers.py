"""The clinic's servers that notices are sent to: as they should be, and as they may be."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Receiver(HTTPServer):
    """The clinic's server: answers with the given codes in turn, then always with the last."""

    def __init__(self, *codes: int) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.codes = list(codes)
        self.received: list[dict[str, Any]] = []
        self.keys: list[str | None] = []


class _Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.keys.append(self.headers["Idempotency-Key"])
        self.server.received.append(json.loads(self.rfile.read(length)))
        code = self.server.codes.pop(0) if len(self.server.codes) > 1 else self.server.codes[0]
        self.send_response(code)
        self.send_header("Location", "/flags")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing into the test's output."""


class MailServer(socketserver.ThreadingTCPServer):
    """As much of a mail server as a message needs; notes what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Mail)
        self.texts: list[str] = []


class _Mail(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        lines: list[str] = []
        in_text = False
        for raw in self.rfile:
            line = raw.decode().strip()
            if in_text:
                in_text = line != "."
                lines.append(line)
                if in_text:
                    continue
                self.server.texts.append("\n".join(lines))
            if line.upper() == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                break
            is_text_next = in_text = line.upper() == "DATA"
            self.wfile.write(b"354 go on\r\n" if is_text_next else b"250 fine\r\n")


class SlowServer(socketserver.ThreadingTCPServer):
    """Answers each message it reads with the next of its answers, and then
    for ever with ``drop``, ten times a second. ``texts``: the e-mails that it took."""

    daemon_threads = True

    def __init__(self, drop: bytes = b"", answers: Sequence[bytes] = ()) -> None:
        super().__init__(("127.0.0.1", 0), _Slow)
        self.drop, self.answers = drop, answers
        self.is_over = threading.Event()
        self.texts: list[str] = []

    def shutdown(self) -> None:
        self.is_over.set()
        super().shutdown()


class _Slow(socketserver.StreamRequestHandler):
    server: SlowServer

    def handle(self) -> None:
        for answer in self.server.answers:
            self.wfile.write(answer)
            message = self.request.recv(65536)
            while answer.startswith(b"354") and message and not message.endswith(b"\r\n.\r\n"):
                message += self.request.recv(65536)
            if answer.startswith(b"354"):
                self.server.texts.append(message.decode())
        with suppress(OSError):  # the other side has had enough
            while not self.server.is_over.wait(0.1):
                self.wfile.write(self.server.drop)


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[misc,index]
    finally:
        server.shutdown()
        server.server_close()
