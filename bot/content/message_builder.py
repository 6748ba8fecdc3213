"""Messages from the fixed responses, with other topics' questions as buttons below them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.content.response_book import Message, ResponseBook, buttons_of


class MessageBuilder:
    """Builds messages from a book of responses, in which each must stand."""

    def __init__(self, book: ResponseBook) -> None:
        self.book = book

    def required(self, name: str, **words: str) -> Message:
        """A response with ``words`` in its placeholders. Raises KeyError where there is none."""
        message = self.book.message(name, **words)
        if message is None:
            raise KeyError(f"{name} is missing in domain.yml.")
        return message

    def line(self, name: str) -> str:
        """The text of a response. Raises KeyError where there is none."""
        return str(self.required(name)["text"])

    def add_questions(self, message: Message, topics: Iterable[str]) -> None:
        """Adds the questions of topics that have an answer as buttons."""
        topics = tuple(topic for topic in topics if self.book.has(topic))
        message["buttons"] = [
            *message.get("buttons", []),
            *buttons_of(map(self.book.title, topics)),
        ]
        message["metadata"]["also"] = [*(message["metadata"].get("also") or []), *topics]
