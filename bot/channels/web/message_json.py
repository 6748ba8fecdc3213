"""Messages as the web channel's interface gives them to a client."""

from __future__ import annotations

from typing import Any

from bot.channels.keeping import BOT
from bot.channels.replies import Reply
from bot.store.conversation_rows import StoredMessage


def reply_json(reply: Reply) -> dict[str, Any]:
    """A reply as the interface gives it to a client."""
    return {
        "text": reply.text,
        "buttons": list(reply.buttons),
        "kind": reply.kind,
        "topics": list(reply.topics),
        "urgency": reply.urgency,
        "source": reply.source,
        "sources": list(reply.sources),
        "calls": list(reply.calls),
        "crisis": reply.crisis,
        "language": reply.language,
        "repeats": reply.repeats,
        "ends_alarm": reply.end_of_alarm,
    }


def message_json(message: StoredMessage) -> dict[str, Any]:
    """A stored message as GET /messages gives it; times are UTC."""
    at = f"{message.at}Z"
    if message.sender == BOT:
        return {"from": "bot", "at": at, **reply_json(Reply.from_json(message.content or {}))}
    return {"from": "user", "at": at, "id": message.client_id, "text": message.text}
