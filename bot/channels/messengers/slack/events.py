"""Slack's events and pressed buttons: https://docs.slack.dev/apis/events-api/"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.messengers.channel import check_text
from bot.channels.messengers.message import Kind, NoDeliveryError, Received

_DIRECT = "im"
# Subtypes that are still a person's own message.
_WRITTEN = frozenset({None, "file_share", "me_message", "thread_broadcast"})
# <@U123>, <https://… | words>, <tel:…|555-0100>
_MENTION = re.compile(r"<[@#!][^>]*>")
_LINK = re.compile(r"<([^|>]+)(?:\|([^>]*))?>")


def read_event(content: Mapping[str, Any]) -> Received | None:
    """What an event says; None where there is nothing to do.

    Raises:
        NoDeliveryError, AttributeError, TypeError: where it is no event of Slack's.
    """
    if content.get("type") != "event_callback":
        if isinstance(content.get("type"), str):
            return None  # such as app_rate_limited
        raise NoDeliveryError("no_event")
    event, event_id = _object(content, "event"), _id(content.get("event_id"))
    team = str(content.get("team_id", ""))
    if event.get("type") == "app_mention":
        return _in_group(event_id, event)
    if event.get("type") != "message":
        return None
    if event.get("channel_type") != _DIRECT:
        is_written = event.get("subtype") in _WRITTEN and not event.get("bot_id")
        return _in_group(event_id, event) if is_written else None
    if event.get("subtype") == "message_changed":
        return _edit(event_id, team, event)
    return _message(event_id, team, event)


def read_action(content: Mapping[str, Any]) -> Received | None:
    """A pressed button; None for a control that is not ours. Raises as ``read_event``."""
    (action, *_) = content.get("actions") or [{}]
    if action.get("type") != "button" or not action.get("value"):
        return None
    container = content.get("container") or {}
    channel = _id((content.get("channel") or {}).get("id") or container.get("channel_id"))
    message = content.get("message") or {}
    ts = _id(message.get("ts") or container.get("message_ts"))
    user, team = (
        _id(_object(content, "user").get("id")),
        str((content.get("team") or {}).get("id", "")),
    )
    return Received(
        id=f"{channel} {ts} {_id(action.get('action_ts'))}",
        kind=Kind.BUTTON,
        sender=f"{team} {user}",
        address=channel,
        text=check_text(action["value"]),
        details={"message": ts, "text": plain(check_text(message.get("text", "")))},
    )


def plain(text: str) -> str:
    """A text without Slack's marks: mentions go, links keep their words."""
    without = _LINK.sub(lambda link: link[2] or link[1], _MENTION.sub("", text))
    return without.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _in_group(event_id: str, event: Mapping[str, Any]) -> Received:
    channel = _id(event.get("channel"))
    return Received(event_id, Kind.GROUP, channel, channel)


def _message(event_id: str, team: str, event: Mapping[str, Any]) -> Received | None:
    if event.get("subtype") not in _WRITTEN or event.get("bot_id") or not event.get("user"):
        return None
    text = plain(check_text(event.get("text", "")))
    return Received(
        id=event_id,
        kind=Kind.TEXT if text else Kind.MEDIA,
        sender=f"{team} {_id(event['user'])}",
        address=_id(event.get("channel")),
        text=text,
        message=_id(event.get("ts")),
        has_media=bool(event.get("files")),
    )


def _edit(event_id: str, team: str, event: Mapping[str, Any]) -> Received | None:
    """Slack also tells of changes that it makes itself, such as the preview of a link."""
    message, before = _object(event, "message"), event.get("previous_message") or {}
    text = plain(check_text(message.get("text", "")))
    is_own = not message.get("bot_id") and bool(message.get("user"))
    if not is_own or not text or text == plain(str(before.get("text", ""))):
        return None
    return Received(
        id=event_id,
        kind=Kind.EDIT,
        sender=f"{team} {_id(message['user'])}",
        address=_id(event.get("channel")),
        text=text,
        message=_id(message.get("ts")),
    )


def _id(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 100:
        raise NoDeliveryError("bad_id")
    return check_text(value)


def _object(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    if not isinstance(value, dict):
        raise NoDeliveryError(f"bad_{name}")
    return value
