"""Where the databases lie: any SQLAlchemy address, by default SQLite files in the state folder."""

from __future__ import annotations

import os

from bot.settings.paths import STATE_DIR


def _address(variable: str, file: str) -> str:
    address = os.environ.get(variable)
    if address:
        return address
    return f"sqlite:///{STATE_DIR / file}"


def conversations_url() -> str:
    """``BOT_CONVERSATIONS_URL``: the patients' conversations (Rasa's tracker store)."""
    return _address("BOT_CONVERSATIONS_URL", "conversations.db")


def records_url() -> str:
    """``BOT_RECORDS_URL``: red flags, unanswered questions, erasures."""
    return _address("BOT_RECORDS_URL", "records.db")
