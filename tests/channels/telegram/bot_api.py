"""A strict stand-in of Telegram's Bot API, which refuses what Telegram refuses.

Limits and error sentences as https://core.telegram.org/bots/api and its server have them; beyond
that it refuses unknown parameters, so that a slip of the pen is found.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

TOKEN = "123456789:TEST-token_of_the_stand-in"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_UPDATES = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "inline_query",
        "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "poll",
        "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "message_reaction",
        "message_reaction_count", "chat_boost", "removed_chat_boost", "business_connection",
        "business_message", "edited_business_message", "deleted_business_messages",
    }
)  # fmt: skip
_PARAMETERS = {
    "setWebhook": {"url", "secret_token", "allowed_updates", "max_connections",
                   "drop_pending_updates", "ip_address", "certificate"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "deleteWebhook": {"drop_pending_updates"},
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "sendMessage": {"chat_id", "text", "reply_markup", "disable_notification", "protect_content",
                    "link_preview_options"},
    "sendChatAction": {"chat_id", "action"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "cache_time"},
    "editMessageReplyMarkup": {"chat_id", "message_id", "reply_markup"},
}  # fmt: skip
_ACTIONS = frozenset({"typing", "upload_photo", "find_location"})
_LONGEST_POLL_SECONDS = 1.0


class ApiError(Exception):
    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


@dataclass(frozen=True)
class Call:
    """One call of a method that reached the API, and whether it was accepted."""

    method: str
    parameters: Mapping[str, Any]
    accepted: bool
    at: float = field(default_factory=time.monotonic)


@dataclass
class BotApi:
    """The API's state. ``private_chats``: chats that may be written to."""

    address: str = ""
    private_chats: set[int] = field(default_factory=set)
    groups: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    webhook: str = ""
    commands: dict[str, str] = field(default_factory=dict)
    secret: str = ""
    is_down: bool = False
    dropped: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Condition()
        self._scripts: dict[str, deque[ApiError]] = {}
        self._queries: set[str] = set()
        self._keyboards: dict[tuple[int, int], bool] = {}
        self._updates: list[dict[str, Any]] = []
        self._next_message = 1000

    # --- what a test does -----------------------------------------------------------------------

    def fail(self, method: str, *errors: ApiError) -> None:
        """The next calls of a method end with these errors, one each."""
        self._scripts.setdefault(method, deque()).extend(errors)

    def ask(self, query_id: str) -> None:
        """Makes a callback query known, so that it can be answered once."""
        self._queries.add(query_id)

    def show_keyboard(self, chat: int, message: int) -> None:
        """Makes known that a message has a keyboard."""
        self._keyboards[(chat, message)] = True

    def queue(self, *updates: dict[str, Any]) -> None:
        """Has updates wait for getUpdates."""
        with self._lock:
            self._updates.extend(updates)
            self._lock.notify_all()

    @property
    def waiting_updates(self) -> int:
        return len(self._updates)

    def accepted(self, method: str, chat: int | None = None) -> list[Mapping[str, Any]]:
        """The parameters of accepted calls, of one chat or of all."""
        return [
            call.parameters
            for call in list(self.calls)
            if call.method == method
            and call.accepted
            and chat in (None, call.parameters.get("chat_id"))
        ]

    def texts(self, chat: int) -> list[str]:
        """What was sent to a chat."""
        return [str(call["text"]) for call in self.accepted("sendMessage", chat)]

    def wait(self, condition: Callable[[], bool], seconds: float = 20.0) -> bool:
        """Waits until something is so, at most so long → whether it is."""
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.01)
        return condition()

    # --- the methods ----------------------------------------------------------------------------

    def handle(self, token: str, method: str, parameters: dict[str, Any]) -> Any:
        try:
            if token != TOKEN:
                raise ApiError(401, "Unauthorized")
            if method not in _PARAMETERS:
                raise ApiError(404, "Not Found")
            if script := self._scripts.get(method):
                raise script.popleft()
            unknown = set(parameters) - _PARAMETERS[method]
            if unknown:
                raise ApiError(400, f"Bad Request: unknown parameters {sorted(unknown)}")
            result = getattr(self, f"_{method}")(**parameters)
        except ApiError as error:
            self.calls.append(Call(method, parameters, accepted=False))
            self.refusals.append(f"{method}: {error.status} {error.description}")
            raise
        self.calls.append(Call(method, parameters, accepted=True))
        return result

    def _setWebhook(  # noqa: N802
        self, url: str, secret_token: str = "", allowed_updates: Any = None, **_: Any
    ) -> bool:
        # Telegram takes https alone; a test of the real server has no certificate.
        if not url.startswith(("https://", "http://127.0.0.1:")):
            raise ApiError(
                400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            )
        if secret_token and not _SECRET.fullmatch(secret_token):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        if set(_json(allowed_updates) or ()) - _UPDATES:
            raise ApiError(400, "Bad Request: unsupported update type")
        self.webhook, self.secret = url, secret_token
        return True

    def _setMyCommands(self, commands: Any, **_: Any) -> bool:  # noqa: N802
        given = _json(commands)
        if not isinstance(given, list) or len(given) > _MOST_COMMANDS:
            raise ApiError(400, "Bad Request: can't parse commands list")
        for one in given:
            if not isinstance(one, dict) or set(one) != {"command", "description"}:
                raise ApiError(400, "Bad Request: can't parse BotCommand")
            if not _COMMAND.fullmatch(one["command"]):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands = {one["command"]: one["description"] for one in given}
        return True

    def _deleteWebhook(self, **_: Any) -> bool:  # noqa: N802
        self.webhook = ""
        return True

    def _getUpdates(self, offset: int = 0, timeout: float = 0, **_: Any) -> list[Any]:  # noqa: N802
        if self.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook "
                "to delete the webhook first",
            )
        with self._lock:
            self._updates = [u for u in self._updates if u["update_id"] >= int(offset)]
            wait = min(float(timeout), _LONGEST_POLL_SECONDS)
            self._lock.wait_for(lambda: bool(self._updates), wait)
            return sorted(self._updates, key=lambda update: int(update["update_id"]))[:100]

    def _sendMessage(  # noqa: N802
        self, chat_id: Any, text: Any, reply_markup: Any = None, **_: Any
    ) -> Any:
        self._check_chat(chat_id)
        if not isinstance(text, str) or not text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            raise ApiError(400, "Bad Request: message is too long")
        has_keyboard = reply_markup is not None and _check_keyboard(_json(reply_markup))
        self._next_message += 1
        if has_keyboard:
            self._keyboards[(chat_id, self._next_message)] = True
        return {
            "message_id": self._next_message,
            "chat": {"id": chat_id, "type": "private"},
            "date": int(time.time()),
            "text": text,
        }

    def _sendChatAction(self, chat_id: Any, action: Any) -> bool:  # noqa: N802
        self._check_chat(chat_id)
        if action not in _ACTIONS:
            raise ApiError(400, "Bad Request: wrong parameter action in request")
        return True

    def _answerCallbackQuery(  # noqa: N802
        self, callback_query_id: Any, text: str = "", **_: Any
    ) -> bool:
        if callback_query_id not in self._queries or len(text) > 200:
            raise ApiError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        self._queries.discard(callback_query_id)
        return True

    def _editMessageReplyMarkup(  # noqa: N802
        self, chat_id: Any, message_id: Any, reply_markup: Any = None
    ) -> bool:
        self._check_chat(chat_id)
        if (chat_id, message_id) not in self._keyboards:
            raise ApiError(400, "Bad Request: message to edit not found")
        has_keyboard = bool((_json(reply_markup) or {}).get("inline_keyboard"))
        if self._keyboards[(chat_id, message_id)] == has_keyboard:
            raise ApiError(400, "Bad Request: message is not modified")
        self._keyboards[(chat_id, message_id)] = has_keyboard
        return True

    def _check_chat(self, chat_id: Any) -> None:
        if not isinstance(chat_id, int) or chat_id not in self.private_chats | self.groups:
            raise ApiError(400, "Bad Request: chat not found")
        if chat_id in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")


def _json(value: Any) -> Any:
    """Objects may come as JSON within a form."""
    return json.loads(value) if isinstance(value, str) else value


def _check_keyboard(markup: Any) -> bool:
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list) or set(markup) != {"inline_keyboard"}:
        raise ApiError(400, "Bad Request: can't parse reply keyboard markup JSON object")
    for row in rows:
        for button in row:
            if set(button) != {"text", "callback_data"} or not button["text"].strip():
                raise ApiError(400, "Bad Request: can't parse inline keyboard button")
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return bool(rows)
