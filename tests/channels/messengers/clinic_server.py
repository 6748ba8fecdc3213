"""The real server with all messengers on, and patients who write to it."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from tests.channels.messengers import provider_requests as p
from tests.channels.messengers.providers import Providers
from tests.channels.messengers.real_server import RealServer
from tests.channels.telegram.bot_api import BotApi

IMAGE = {"type": "image", "payload": {"url": "https://cdn.example/1.jpg"}}
FILE = {"id": "F1", "mimetype": "image/jpeg", "name": "arm.jpg"}


@dataclass
class Clinic:
    """The server with all messengers on, and patients with numbers of their own."""

    server: RealServer
    providers: Providers
    telegram: BotApi
    client: httpx.Client
    people: int = 0

    def person(self) -> str:
        self.people += 1
        return f"+1555010{self.people:04d}"

    def address_of(self, provider: str, person: str) -> str:
        """Where this provider's answers to the person go."""
        return {"whatsapp": f"whatsapp:{person}", "slack": f"D{person}"}.get(provider, person)

    def request(self, provider: str, person: str, text: str, media: bool = False) -> httpx.Request:
        """A message in the provider's own format, with a picture or without."""
        address = self.server.address
        if provider in ("sms", "whatsapp"):
            make = p.sms if provider == "sms" else p.whatsapp
            picture = {"NumMedia": "1", "MediaUrl0": "https://api.twilio.com/1"} if media else {}
            return p.twilio_request(address, make(person, text, **picture))
        if provider == "facebook":
            content = {"text": text} if text else {}
            pictures = {"attachments": [IMAGE]} if media else {}
            return p.facebook_request(address, p.page_message(person, **content, **pictures))
        files = {"subtype": "file_share", "files": [FILE]} if media else {}
        return p.slack_request(address, p.slack_event(person, text=text, **files))

    def send(self, request: httpx.Request) -> httpx.Response:
        return self.client.send(request)

    def say(self, provider: str, person: str, text: str, media: bool = False) -> str:
        """Sends a message and waits for one more answer → that."""
        to = self.address_of(provider, person)
        before = len(self.providers.texts(to))
        answer = self.send(self.request(provider, person, text, media))
        assert answer.status_code == 200, answer.text
        assert self.providers.wait(lambda: len(self.providers.texts(to)) > before), (
            self.server.output
        )
        return self.providers.texts(to)[before]

    def settle(self) -> None:
        """Waits until nothing is in the journals."""
        assert self.providers.wait(lambda: not self.server.bytes_in_journals())
