"""The web door: the website widget's HTTP interface, under /webhooks/web.

Every error is JSON with the phone numbers in it, so that a client can show them.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.guard import Guard, plain_text
from bot.channels.replies import Reply
from bot.channels.web.history import answer_to, conversation_messages
from bot.channels.web.origins import Origins
from bot.channels.web.pages import add_pages
from bot.channels.web.sessions import InvalidSessionError, Sessions, session_secret
from bot.content.red_flags import safety_settings
from bot.content.responses import ResponseBook
from bot.settings.clinic import Clinic, clinic
from bot.store.erasure import erase, is_erased

logger = logging.getLogger(__name__)

NAME = "web"
_LONGEST_BODY_BYTES = 64 * 1024
_LONGEST_MESSAGE_ID = 100
_REMEMBERED_CONVERSATIONS = 10_000
# Answers hold a patient's words, so no cache keeps them.
_ANSWER_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
Handler = Callable[..., Awaitable[HTTPResponse]]


class Refusal(Exception):
    """A request that is not served: HTTP status, a stable code, a sentence for the reader."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message


_FOREIGN = Refusal(403, "foreign_origin", "This website may not ask here.")


def _preflight(path: str) -> Handler:
    """A route for OPTIONS, so that the question reaches the door: see _answer_preflight."""

    async def preflight(request: Request) -> HTTPResponse:  # noqa: ARG001
        return response.empty()

    preflight.__name__ = f"web_preflight_{path}"
    return preflight


def reply_json(reply: Reply) -> dict[str, Any]:
    """A reply as the interface gives it to a client."""
    return {
        "text": reply.text,
        "buttons": list(reply.buttons),
        "kind": reply.kind,
        "topics": list(reply.topics),
        "urgency": reply.urgency,
        "source": reply.source,
        "calls": list(reply.calls),
    }


def _greeting(settings: Clinic) -> Reply:
    """What every conversation begins with: the clinic's own greeting, else that of domain.yml."""
    greeting = ResponseBook.of_domain_file(settings).message("utter_greet")
    assert greeting is not None, "utter_greet is missing in domain.yml"
    if settings.web.greeting:
        greeting["text"] = settings.web.greeting
    return Reply.of(greeting)


class RateLimit:
    """At most so many messages of one conversation in a minute."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, conversation: str) -> None:
        now = time.monotonic()
        times = self._times.setdefault(conversation, deque())
        self._times.move_to_end(conversation)
        if len(self._times) > _REMEMBERED_CONVERSATIONS:
            self._times.popitem(last=False)
        while times and now - times[0] > 60:
            times.popleft()
        if len(times) >= self._per_minute:
            raise Refusal(429, "too_many_messages", "Please wait a moment before you write again.")
        times.append(now)


def read_message(request: Request) -> tuple[str, str]:
    """The request's client message id and text. Raises Refusal for anything ill-formed.

    Clients that can send a picture or a file give the words under it as ``caption``.
    """
    try:
        body = request.json
    except SanicException:
        raise Refusal(400, "not_json", "The request is not JSON.") from None
    if not isinstance(body, dict):
        raise Refusal(400, "not_an_object", "The request should be a JSON object.")
    message_id, text = body.get("id"), body.get("text", body.get("caption"))
    if not isinstance(message_id, str) or not 0 < len(message_id) <= _LONGEST_MESSAGE_ID:
        raise Refusal(400, "bad_id", "`id` should be a text of 1 to 100 characters.")
    if not isinstance(text, str) or not plain_text(text):
        raise Refusal(400, "bad_text", "`text` should be a text that is not empty.")
    for value in (message_id, text):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise Refusal(400, "bad_characters", "The text has characters that are not allowed.")
    return message_id, text


class WebChannel(InputChannel):
    """Rasa input channel ``web``; credentials.yml names it, clinic.yml sets it up."""

    def __init__(self, settings: Clinic | None = None) -> None:
        self._clinic = settings or clinic()
        self._sessions = Sessions(session_secret(), self._clinic.web.session_hours)
        self._rate = RateLimit(self._clinic.web.messages_per_minute)
        self._origins = Origins(self._clinic.web.allowed_origins)
        self._greeting = _greeting(self._clinic)
        self._in_progress: dict[tuple[str, str], asyncio.Task[list[Reply]]] = {}

    @classmethod
    def name(cls) -> str:
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:  # noqa: ARG003
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        guard = Guard(on_new_message, self._clinic, safety_settings())
        door = Blueprint("web_door")
        door.add_route(self._served(self._start_session), "/session", methods=["POST"])
        door.add_route(self._served(self._end_session), "/session", methods=["DELETE"])
        door.add_route(self._served(self._history), "/messages", methods=["GET"])

        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, guard)

        door.add_route(self._served(receive), "/message", methods=["POST"])
        for path in ("session", "message", "messages"):
            door.add_route(_preflight(path), f"/{path}", methods=["OPTIONS"])
        door.middleware("response")(self._answer_preflight)
        add_pages(door, self._clinic, self._greeting.text)
        return door

    def _served(self, handler: Handler) -> Handler:
        """Refuses foreign websites; turns refusals and failures into the interface's errors."""

        async def answer(request: Request) -> HTTPResponse:
            try:
                if not self._origins.may_ask(request):
                    raise _FOREIGN
                if len(request.body or b"") > _LONGEST_BODY_BYTES:
                    raise Refusal(413, "too_large", "The request is too large.")
                return await handler(request)
            except Refusal as refusal:
                return self._error(refusal)
            except InvalidSessionError:
                return self._error(Refusal(401, "no_session", "This conversation has ended."))
            except Exception as error:  # noqa: BLE001 - a client must always get the numbers
                # The message of an error may hold the patient's words, so only its type is logged.
                logger.error("The web door failed: %s", type(error).__name__)
                return self._error(Refusal(500, "internal", "Something went wrong here."))

        @wraps(handler)
        async def serve(request: Request) -> HTTPResponse:
            answered = await answer(request)
            answered.headers.update({**_ANSWER_HEADERS, **self._origins.headers(request)})
            return answered

        # Sanic tells routes apart by their handler's name.
        serve.__name__ = f"web_{handler.__name__.strip('_')}"
        return serve

    def _error(self, refusal: Refusal) -> HTTPResponse:
        return response.json(
            {
                "error": {"code": refusal.code, "message": refusal.message},
                "call": self._clinic.calls(),
            },
            status=refusal.status,
        )

    async def _answer_preflight(self, request: Request, answered: HTTPResponse) -> HTTPResponse:
        """A browser asks first whether a page may ask. Rasa's own CORS middleware, which allows
        nobody, answers before any route does; so the answer is given here, on its way out."""
        if request.method != "OPTIONS":
            return answered
        if not self._origins.may_ask(request):
            return self._error(_FOREIGN)
        return response.empty(headers=self._origins.preflight_headers(request))

    async def _start_session(self, request: Request) -> HTTPResponse:  # noqa: ARG002
        session = self._sessions.issue()
        return response.json({"token": session.token, "expires": session.expires}, status=201)

    async def _conversation(self, request: Request) -> str:
        conversation = self._sessions.conversation(request.headers.get("authorization"))
        if await asyncio.to_thread(is_erased, conversation):
            raise InvalidSessionError
        return conversation

    async def _end_session(self, request: Request) -> HTTPResponse:
        conversation = await self._conversation(request)
        await asyncio.to_thread(erase, conversation)
        return response.empty(status=204)

    async def _history(self, request: Request) -> HTTPResponse:
        conversation = await self._conversation(request)
        tracker = await request.app.ctx.agent.tracker_store.retrieve_full_tracker(conversation)
        said = [{"from": "bot", **reply_json(self._greeting)}]
        for message in conversation_messages(tracker):
            if isinstance(message, Reply):
                said.append({"from": "bot", **reply_json(message)})
            else:
                said.append({"from": "user", "id": message.id, "text": message.text})
        return response.json({"messages": said})

    async def _receive(self, request: Request, guard: Guard) -> HTTPResponse:
        conversation = await self._conversation(request)
        message_id, text = read_message(request)
        key = (conversation, message_id)
        turn = self._in_progress.get(key)
        if turn is None:
            self._rate.check(conversation)
            turn = asyncio.create_task(self._answer(request, guard, conversation, message_id, text))
            self._in_progress[key] = turn
            turn.add_done_callback(lambda _: self._in_progress.pop(key, None))
        # A client that goes away does not end the turn: it may ask again for the same id.
        replies = await asyncio.shield(turn)
        return response.json({"messages": [reply_json(reply) for reply in replies]})

    async def _answer(
        self, request: Request, guard: Guard, conversation: str, message_id: str, text: str
    ) -> list[Reply]:
        agent = request.app.ctx.agent
        known = answer_to(await agent.tracker_store.retrieve_full_tracker(conversation), message_id)
        if known:
            return known
        return await guard.answer(text, conversation, NAME, {"client_message_id": message_id})
