"""The stand-in of the Bot API as a real HTTP server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.channels.telegram.bot_api import ApiError, BotApi


def _handler(api: BotApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if api.is_down:
                api.dropped.append(self.path.rpartition("/")[2])
                self.close_connection = True  # without an answer: the network is gone
                return
            _, bot, method = self.path.split("/")
            try:
                parameters = _parameters(body, self.headers.get("Content-Type", ""))
                result = api.handle(bot.removeprefix("bot"), method, parameters)
                self._answer(200, {"ok": True, "result": result})
            except ApiError as error:
                content = {"ok": False, "error_code": error.status, "description": str(error)}
                if error.retry_after is not None:
                    content["parameters"] = {"retry_after": error.retry_after}
                self._answer(error.status, content)

        def _answer(self, status: int, content: Any) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler


def _parameters(body: bytes, content_type: str) -> dict[str, Any]:
    if content_type.startswith("application/json"):
        content = json.loads(body or b"{}")
        assert isinstance(content, dict)
        return content
    return {name: values[-1] for name, values in parse_qs(body.decode()).items()}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_: Any) -> None:
        """A client that is gone before its answer is nothing to report."""


@contextmanager
def running_bot_api() -> Iterator[BotApi]:
    """The stand-in on a free port."""
    api = BotApi()
    server = _Server(("127.0.0.1", 0), _handler(api))
    api.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
