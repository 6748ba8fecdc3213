"""The web channel: the website widget's HTTP interface, under /webhooks/web.

Every error is JSON with the phone numbers in it, so that a client can show them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.guarded_channel import ADDRESS, CLIENT_MESSAGE_ID, RepliesOfTurn
from bot.channels.incoming import plain_text
from bot.channels.limiting import TooManyError
from bot.channels.replies import Reply
from bot.channels.services import Services
from bot.channels.web.message_json import message_json, reply_json
from bot.channels.web.origins import Origins
from bot.channels.web.pages import add_pages
from bot.channels.web.sessions import InvalidSessionError, Sessions
from bot.content.response_book import ResponseBook
from bot.settings.clinic import Clinic
from bot.settings.secrets import secret, secrets_before
from bot.store.archive import StoreUnavailableError
from bot.store.record_rows import Feedback

logger = logging.getLogger(__name__)

NAME = "web"
LONGEST_BODY_BYTES = 64 * 1024
_LONGEST_MESSAGE_ID = 100
_TOPIC = re.compile(r"[a-z_]{2,40}/[a-z0-9_]{2,60}")
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
_TOO_MANY = Refusal(429, "too_many_messages", "Please wait a moment before you write again.")
_UNAVAILABLE = Refusal(503, "unavailable", "The conversation cannot be shown right now.")


def _preflight(path: str) -> Handler:
    """A route for OPTIONS, so that it reaches the channel: see WebRoutes.answer_preflight."""

    async def preflight(request: Request) -> HTTPResponse:  # noqa: ARG001
        return response.empty()

    preflight.__name__ = f"web_preflight_{path}"
    return preflight


def error_response(status: int, code: str, message: str, clinic: Clinic) -> HTTPResponse:
    """Every error of the interface: a stable code, a sentence, and whom to call."""
    body = {"error": {"code": code, "message": message}, "call": clinic.calls()}
    return response.json(body, status=status)


def address_of(request: Request) -> str:
    """The patient's address: of the connection, or what the clinic's own proxies say."""
    return str(request.remote_addr or request.ip)


def _greeting(settings: Clinic) -> Reply:
    """What every conversation begins with: the clinic's own greeting, else that of domain.yml."""
    greeting = ResponseBook.of_domain_file(settings).message("utter_greet")
    assert greeting is not None, "utter_greet is missing in domain.yml"
    if settings.web.greeting:
        greeting["text"] = settings.web.greeting
    return Reply.of(greeting)


def _json_object(request: Request) -> dict[str, Any]:
    try:
        body = request.json
    except (SanicException, RecursionError):
        raise Refusal(400, "not_json", "The request is not JSON.") from None
    if not isinstance(body, dict):
        raise Refusal(400, "not_an_object", "The request should be a JSON object.")
    return body


def read_feedback(request: Request) -> tuple[str, bool]:
    """The topic that an answer was about, and whether it helped. Raises Refusal."""
    body = _json_object(request)
    topic, helpful = body.get("topic"), body.get("helpful")
    if not isinstance(topic, str) or not _TOPIC.fullmatch(topic):
        raise Refusal(400, "bad_topic", "`topic` should be a topic such as skin/causes.")
    if not isinstance(helpful, bool):
        raise Refusal(400, "bad_helpful", "`helpful` should be true or false.")
    return topic, helpful


def read_message(request: Request) -> tuple[str, str]:
    """The request's client message id and text. Raises Refusal for anything ill-formed.

    Clients that can send a picture or a file give the words under it as ``caption``.
    """
    body = _json_object(request)
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

    def __init__(self) -> None:
        self._services: Services | None = None

    @classmethod
    def name(cls) -> str:
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:  # noqa: ARG003
        return cls()

    def use(self, services: Services) -> None:
        self._services = services

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        assert self._services is not None, "the web channel works behind a GuardedChannel only"
        routes = WebRoutes(self._services, on_new_message)
        blueprint = Blueprint("web")
        for handler, path, method in (
            (routes.start_session, "session", "POST"),
            (routes.end_session, "session", "DELETE"),
            (routes.history, "messages", "GET"),
            (routes.receive, "message", "POST"),
            (routes.feedback, "feedback", "POST"),
        ):
            blueprint.add_route(routes.served(handler), f"/{path}", methods=[method])
        for path in ("session", "message", "messages", "feedback"):
            blueprint.add_route(_preflight(path), f"/{path}", methods=["OPTIONS"])
        blueprint.middleware("response")(routes.answer_preflight)
        add_pages(blueprint, self._services.clinic, routes.greeting.text)
        return blueprint


class WebRoutes:
    """The handlers of the web channel's routes."""

    def __init__(
        self, services: Services, on_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> None:
        self._services = services
        self._on_message = on_message
        self._clinic = services.clinic
        self._sessions = Sessions(
            secret("session_secret"),
            self._clinic.web.session_hours,
            secrets_before("session_secret"),
        )
        self._origins = Origins(self._clinic.web.allowed_origins)
        self.greeting = _greeting(self._clinic)

    def served(self, handler: Handler) -> Handler:
        """Refuses foreign websites; turns refusals and failures into the interface's errors."""

        async def answer(request: Request) -> HTTPResponse:
            try:
                if not self._origins.may_ask(request):
                    raise _FOREIGN
                if len(request.body or b"") > LONGEST_BODY_BYTES:
                    raise Refusal(413, "too_large", "The request is too large.")
                return await handler(request)
            except Refusal as refusal:
                return self._error(refusal)
            except TooManyError:
                return self._error(_TOO_MANY)
            except InvalidSessionError:
                return self._error(Refusal(401, "no_session", "This conversation has ended."))
            except StoreUnavailableError:
                return self._error(_UNAVAILABLE)
            except Exception as error:  # noqa: BLE001 - a client must always get the numbers
                # The message of an error may hold the patient's words, so only its type is logged.
                logger.error("The web channel failed: %s", type(error).__name__)
                return self._error(Refusal(500, "internal", "Something went wrong here."))

        @wraps(handler)
        async def serve(request: Request) -> HTTPResponse:
            answered = await answer(request)
            answered.headers.update({**_ANSWER_HEADERS, **self._origins.headers(request)})
            return answered

        # Sanic tells routes apart by their handler's name.
        serve.__name__ = f"web_{handler.__name__}"
        return serve

    def _error(self, refusal: Refusal) -> HTTPResponse:
        return error_response(refusal.status, refusal.code, refusal.message, self._clinic)

    async def answer_preflight(self, request: Request, answered: HTTPResponse) -> HTTPResponse:
        """A browser asks first whether a page may ask. Rasa's own CORS middleware, which allows
        nobody, answers before any route does; so the answer is given here, on its way out."""
        if request.method != "OPTIONS":
            return answered
        if not self._origins.may_ask(request):
            return self._error(_FOREIGN)
        return response.empty(headers=self._origins.preflight_headers(request))

    async def start_session(self, request: Request) -> HTTPResponse:
        self._services.limits.count_session(address_of(request))
        session = self._sessions.issue()
        self._services.begin(self._services.ids.of(NAME, session.sender))
        return response.json({"token": session.token, "expires": session.expires}, status=201)

    def _sender(self, request: Request) -> tuple[str, str]:
        """The session's id and its conversation. Raises InvalidSessionError."""
        sender = self._sessions.sender(request.headers.get("authorization"))
        conversation = self._services.ids.of(NAME, sender)
        archive = self._services.archive
        if archive is not None and archive.is_erased(conversation):
            raise InvalidSessionError
        return sender, conversation

    async def end_session(self, request: Request) -> HTTPResponse:
        _, conversation = self._sender(request)
        self._services.erase(conversation)
        archive = self._services.archive
        done = archive is None or await archive.wait_until_written()
        # 202: what the databases hold is deleted as soon as they can be written.
        return response.empty(status=204 if done else 202)

    async def history(self, request: Request) -> HTTPResponse:
        _, conversation = self._sender(request)
        archive = self._services.archive
        messages = [] if archive is None else await archive.messages_of(conversation)
        shown = [{"from": "bot", **reply_json(self.greeting)}, *map(message_json, messages)]
        return response.json({"messages": shown})

    async def receive(self, request: Request) -> HTTPResponse:
        sender, _ = self._sender(request)
        message_id, text = read_message(request)
        output = RepliesOfTurn()
        metadata = {CLIENT_MESSAGE_ID: message_id, ADDRESS: address_of(request)}
        await self._on_message(
            UserMessage(text, output, sender, input_channel=NAME, metadata=metadata)
        )
        return response.json({"messages": [reply_json(reply) for reply in output.replies]})

    async def feedback(self, request: Request) -> HTTPResponse:
        _, conversation = self._sender(request)
        topic, helpful = read_feedback(request)
        self._services.limits.count_message(conversation, address_of(request))
        if self._services.archive is not None:
            self._services.archive.keep_feedback(Feedback(conversation, NAME, topic, helpful))
        return response.empty(status=204)
