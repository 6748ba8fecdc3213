"""Strict stand-ins of Twilio's, Facebook's and Slack's interfaces in one HTTP server."""

from __future__ import annotations

import base64
import itertools
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

SID, AUTH_TOKEN = "AC" + "0" * 32, "twilio-auth-token"
PAGE_TOKEN, APP_SECRET, VERIFY_TOKEN = "EAAG-page", "facebook-app-secret", "verify-me"
SLACK_TOKEN, SIGNING_SECRET = "xoxb-1-2-three", "slack-signing-secret"
OWN_NUMBER = "+15550001111"
# Twilio signs the address that is entered there, which is seldom the one that the server has.
TWILIO_URL = "https://assistant.clinic.example/webhooks/twilio/webhook?clinic=1"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    status: int
    content: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """A message that a provider accepted."""

    provider: str
    to: str
    text: str
    body: Mapping[str, Any]


class Refused(Exception):
    def __init__(self, status: int, content: Mapping[str, Any]) -> None:
        super().__init__(str(content))
        self.answer = Answer(status, content)


@dataclass
class Providers:
    """What was sent, and what is answered next."""

    address: str = ""
    sent: list[Sent] = field(default_factory=list)
    others: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    script: deque[Answer] = field(default_factory=deque)

    def texts(self, to: str) -> list[str]:
        return [message.text for message in list(self.sent) if message.to == to]

    def wait(self, condition: Callable[[], bool], seconds: float = 30.0) -> bool:
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.01)
        return condition()

    def variables(self) -> dict[str, str]:
        """The environment that switches the three on."""
        return {
            "BOT_TWILIO_ACCOUNT_SID": SID,
            "BOT_TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "BOT_TWILIO_URL": TWILIO_URL,
            "BOT_TWILIO_API": f"{self.address}/twilio",
            "BOT_FACEBOOK_PAGE_TOKEN": PAGE_TOKEN,
            "BOT_FACEBOOK_APP_SECRET": APP_SECRET,
            "BOT_FACEBOOK_VERIFY_TOKEN": VERIFY_TOKEN,
            "BOT_FACEBOOK_API": f"{self.address}/facebook",
            "BOT_SLACK_TOKEN": SLACK_TOKEN,
            "BOT_SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "BOT_SLACK_API": f"{self.address}/slack",
        }

    def handle(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if self.script:
            return self.script.popleft()
        parts = urlsplit(path)
        provider = parts.path.split("/")[1]
        try:
            return {"twilio": self._twilio, "facebook": self._facebook, "slack": self._slack}[
                provider
            ](parts.path, parts.query, headers, body)
        except Refused as refused:
            self.refusals.append(str(refused))
            return refused.answer

    def _twilio(self, path: str, _: str, headers: Mapping[str, str], body: bytes) -> Answer:
        basic = base64.b64encode(f"{SID}:{AUTH_TOKEN}".encode()).decode()
        if headers.get("Authorization") != f"Basic {basic}":
            raise Refused(401, {"code": 20003, "message": "Authenticate", "status": 401})
        assert path == f"/twilio/2010-04-01/Accounts/{SID}/Messages.json", path
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        if set(form) != {"To", "From", "Body"} or not form["Body"]:
            raise Refused(400, {"code": 21602, "message": "Message body is required."})
        if len(form["Body"]) > 1600:
            raise Refused(400, {"code": 21617, "message": "exceeds the 1600 character limit"})
        self.sent.append(Sent("twilio", form["To"], form["Body"], form))
        return Answer(201, {"sid": f"SM{next(_numbers):032d}", "status": "queued"})

    def _facebook(self, path: str, query: str, _: Mapping[str, str], body: bytes) -> Answer:
        if parse_qs(query).get("access_token") != [PAGE_TOKEN]:
            raise Refused(400, _graph_error(190, "Invalid OAuth access token."))
        assert path == "/facebook/me/messages", path
        content = json.loads(body)
        to = content["recipient"]["id"]
        if "sender_action" in content:
            self.others.append(("facebook", content))
            return Answer(200, {"recipient_id": to})
        message = content["message"]
        if content.get("messaging_type") != "RESPONSE" or not 1 <= len(message["text"]) <= 2000:
            raise Refused(400, _graph_error(100, "Length of param message[text]"))
        replies = message.get("quick_replies", [])
        for reply in replies:
            if reply["content_type"] != "text" or not 1 <= len(reply["title"]) <= 20:
                raise Refused(400, _graph_error(100, "quick_replies title"))
            if not 1 <= len(reply["payload"]) <= 1000:
                raise Refused(400, _graph_error(100, "quick_replies payload"))
        if len(replies) > 13 or set(message) - {"text", "quick_replies"}:
            raise Refused(400, _graph_error(100, "message"))
        self.sent.append(Sent("facebook", to, message["text"], message))
        return Answer(200, {"recipient_id": to, "message_id": f"m_{next(_numbers)}"})

    def _slack(self, path: str, _: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if headers.get("Authorization") != f"Bearer {SLACK_TOKEN}":
            raise Refused(200, {"ok": False, "error": "invalid_auth"})
        content = json.loads(body)
        for block in content["blocks"]:
            if block["type"] == "section" and not 1 <= len(block["text"]["text"]) <= 3000:
                raise Refused(200, {"ok": False, "error": "invalid_blocks"})
            for element in block.get("elements", []):
                if len(element["text"]["text"]) > 75 or len(element["value"]) > 2000:
                    raise Refused(200, {"ok": False, "error": "invalid_blocks"})
        if path == "/slack/chat.update":
            self.others.append(("slack", content))
            return Answer(200, {"ok": True, "ts": content["ts"]})
        assert path == "/slack/chat.postMessage", path
        text = content["blocks"][0]["text"]["text"]
        self.sent.append(Sent("slack", content["channel"], text, content))
        return Answer(200, {"ok": True, "ts": f"1795000000.{next(_numbers):06d}"})


def _graph_error(code: int, message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "OAuthException", "code": code}}


@contextmanager
def running_providers() -> Iterator[Providers]:
    providers = Providers()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = providers.handle(self.path, dict(self.headers), body)
            content = json.dumps(answer.content).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    providers.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield providers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
