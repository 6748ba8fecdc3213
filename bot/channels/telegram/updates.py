"""Telegram's updates: https://core.telegram.org/bots/api#update"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.messengers.channel import check_text
from bot.channels.messengers.message import Kind, NoDeliveryError, Received

# What is asked for; Telegram keeps the rest to itself.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_LARGEST_ID = 2**53
_PRIVATE = "private"
_GROUPS = frozenset({"group", "supergroup"})
# Messages that Telegram makes itself; what is not named here was sent by a person.
_SERVICE_MESSAGES = frozenset(
    {
        "new_chat_title", "new_chat_photo", "delete_chat_photo", "left_chat_member",
        "channel_chat_created", "message_auto_delete_timer_changed", "migrate_to_chat_id",
        "migrate_from_chat_id", "pinned_message", "successful_payment", "refunded_payment",
        "users_shared", "user_shared", "chat_shared", "gift", "unique_gift", "connected_website",
        "write_access_allowed", "passport_data", "proximity_alert_triggered", "boost_added",
        "chat_background_set", "checklist_tasks_done", "checklist_tasks_added",
        "direct_message_price_changed", "forum_topic_created", "forum_topic_edited",
        "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
        "general_forum_topic_unhidden", "giveaway_created", "giveaway", "giveaway_winners",
        "giveaway_completed", "paid_message_price_changed", "video_chat_scheduled",
        "video_chat_started", "video_chat_ended", "video_chat_participants_invited",
        "web_app_data",
    }
)  # fmt: skip


def read_update(content: Mapping[str, Any]) -> Received | None:
    """What an update says; None where there is nothing to do.

    Raises:
        NoDeliveryError: where it is no update of Telegram's.
    """
    update_id = _integer(content, "update_id")
    if update_id < 0:
        raise NoDeliveryError("bad_update_id")
    for name, read in _READERS.items():
        if content.get(name) is not None:
            try:
                return read(str(update_id), _object(content, name))
            except (AttributeError, TypeError):
                raise NoDeliveryError("bad_shape") from None
    return None


def _message(update_id: str, message: Mapping[str, Any]) -> Received | None:
    return _words(update_id, message, Kind.TEXT)


def _edited_message(update_id: str, message: Mapping[str, Any]) -> Received | None:
    received = _words(update_id, message, Kind.EDIT)
    return received if received is not None and received.kind is Kind.EDIT else None


def _words(update_id: str, message: Mapping[str, Any], kind: Kind) -> Received | None:
    chat = _object(message, "chat")
    chat_id, message_id = str(_integer(chat, "id")), str(_integer(message, "message_id"))
    words = {name: check_text(message[name]) for name in ("text", "caption") if name in message}
    is_service = not words and any(name in message for name in _SERVICE_MESSAGES)
    if is_service or (message.get("from") or {}).get("is_bot"):
        return None
    if chat.get("type") in _GROUPS:
        return Received(update_id, Kind.GROUP, chat_id, chat_id)
    if chat.get("type") != _PRIVATE:
        return None
    text = words.get("text") or words.get("caption") or ""
    if kind is Kind.EDIT and not text:
        return None
    return Received(
        id=update_id,
        kind=kind if text else Kind.MEDIA,
        sender=chat_id,
        address=chat_id,
        text=text,
        message=message_id,
        album=str(message.get("media_group_id") or ""),
        has_media="text" not in words,
    )


def _callback_query(update_id: str, query: Mapping[str, Any]) -> Received | None:
    sender = str(_integer(_object(query, "from"), "id"))
    details: dict[str, Any] = {"query": check_text(query.get("id"))}
    if "data" not in query:
        return Received(update_id, Kind.BUTTON, sender, sender, details=details)
    data = check_text(query["data"])
    # Of a message that is too old Telegram says little or nothing.
    message = query.get("message") or {}
    chat = message.get("chat") or {}
    if chat.get("type", _PRIVATE) != _PRIVATE:
        return None
    details = {
        **details,
        "data": data,
        "message": message.get("message_id"),
        "title": _title(message, data),
    }
    # A private chat has the id of its person.
    return Received(update_id, Kind.BUTTON, sender, sender, text=data, details=details)


def _title(message: Mapping[str, Any], data: str) -> str:
    """What stands on the button that was pressed."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    buttons = (button for row in rows for button in row)
    titles = (button.get("text") for button in buttons if button.get("callback_data") == data)
    return str(next(titles, ""))


def _my_chat_member(update_id: str, change: Mapping[str, Any]) -> Received | None:
    """News only where a patient has blocked the bot."""
    chat = _object(change, "chat")
    status = _object(change, "new_chat_member").get("status")
    if chat.get("type") != _PRIVATE or status != "kicked":
        return None
    chat_id = str(_integer(chat, "id"))
    return Received(update_id, Kind.LEFT, chat_id, chat_id)


_READERS = {
    "message": _message,
    "edited_message": _edited_message,
    "callback_query": _callback_query,
    "my_chat_member": _my_chat_member,
}


def _object(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    if not isinstance(value, dict):
        raise NoDeliveryError(f"bad_{name}")
    return value


def _integer(content: Mapping[str, Any], name: str) -> int:
    value = content.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= _LARGEST_ID:
        raise NoDeliveryError(f"bad_{name}")
    return value
