"""The conversations, kept by Rasa's tracker store in a SQL database."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import create_engine, delete
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.store.addresses import conversations_url


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store at the address of endpoints.yml (``url``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A failed statement is logged; its parameters are the patients' words.
        self.engine.hide_parameters = True


def delete_conversation(conversation: str) -> int:
    """Deletes all events of a conversation → how many there were."""
    engine: Engine = create_engine(conversations_url(), hide_parameters=True)
    events = SQLTrackerStore.SQLEvent.__table__
    try:
        with engine.begin() as connection:
            return int(
                connection.execute(
                    delete(events).where(events.c.sender_id == conversation)
                ).rowcount
            )
    except OperationalError as error:
        if "no such table" in str(error.orig):
            return 0
        raise
    finally:
        engine.dispose()
