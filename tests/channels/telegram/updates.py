"""Updates as Telegram sends them: https://core.telegram.org/bots/api#update"""

from __future__ import annotations

import itertools
from typing import Any

_numbers = itertools.count(700_000_001)
_messages = itertools.count(41)
Update = dict[str, Any]
FILE = {"file_id": "AgACAgIAAxkBAAM", "file_unique_id": "AQADq7wxG", "file_size": 90123}
BOT_USER = {"id": 123456789, "is_bot": True, "first_name": "Assistant", "username": "clinic_bot"}


def update(**content: Any) -> Update:
    return {"update_id": next(_numbers), **content}


def person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "en"}


def private(chat: int) -> dict[str, Any]:
    return {"id": chat, "first_name": "Ana", "type": "private"}


def group(chat: int, kind: str = "supergroup") -> dict[str, Any]:
    return {"id": chat, "title": "Family", "type": kind}


def message_body(chat: int, **content: Any) -> dict[str, Any]:
    return {
        "message_id": next(_messages),
        "from": person(chat),
        "chat": private(chat),
        "date": 1_795_000_000,
        **content,
    }


def message(chat: int, **content: Any) -> Update:
    return update(message=message_body(chat, **content))


def text(chat: int, words: str, **content: Any) -> Update:
    return message(chat, text=words, **content)


def command(chat: int, words: str) -> Update:
    name = words.split(maxsplit=1)[0]
    entities = [{"offset": 0, "length": len(name), "type": "bot_command"}]
    return message(chat, text=words, entities=entities)


def photo(chat: int, **content: Any) -> Update:
    return message(chat, photo=[{**FILE, "width": 90, "height": 51}], **content)


def edited(original: Update, **content: Any) -> Update:
    body = {**original["message"], "edit_date": 1_795_000_060, **content}
    return update(edited_message=body)


def in_group(chat: int, writer: int, kind: str = "supergroup", **content: Any) -> Update:
    return update(
        message={**message_body(writer, **content), "chat": group(chat, kind)},
    )


def tap(
    chat: int, data: str, query: str, message_id: int | None, rows: Any = (), **content: Any
) -> Update:
    """A button pressed; without ``message_id`` the message is too old to be named."""
    query_body: dict[str, Any] = {
        "id": query,
        "from": person(chat),
        "chat_instance": "-3141592653589793238",
        "data": data,
        **content,
    }
    if message_id is not None:
        query_body["message"] = {
            "message_id": message_id,
            "from": BOT_USER,
            "chat": private(chat),
            "date": 1_795_000_000,
            "text": "Did you mean one of these?",
            "reply_markup": {"inline_keyboard": list(rows)},
        }
    return update(callback_query=query_body)


def chat_member(chat: int, status: str, kind: str = "private") -> Update:
    return update(
        my_chat_member={
            "chat": private(chat) if kind == "private" else group(chat, kind),
            "from": person(abs(chat)),
            "date": 1_795_000_000,
            "old_chat_member": {"user": BOT_USER, "status": "member"},
            "new_chat_member": {"user": BOT_USER, "status": status, "until_date": 0},
        }
    )
