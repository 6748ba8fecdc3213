"""bot/run/turn_processor.py: a turn uses the content that its model was loaded with."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.processor import MessageProcessor

from bot.content.loaded import Content, content_in_use, use_content, using
from bot.run.turn_processor import TurnProcessor


async def test_turns_of_a_model_end_with_the_content_that_it_was_loaded_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def content_of_the_turn(*_: Any) -> Content:
        return content_in_use()

    monkeypatch.setattr(MessageProcessor, "__init__", lambda *_, **__: None)
    monkeypatch.setattr(MessageProcessor, "handle_message", content_of_the_turn)
    of_process, beside = content_in_use(), Content()
    processor: Any = TurnProcessor()
    with using(beside):
        newer: Any = TurnProcessor()
    assert await processor.handle_message("hi") is of_process
    assert await newer.handle_message("hi") is beside
    use_content(beside)
    try:
        assert await processor.handle_message("hi") is of_process
        assert content_in_use() is beside
    finally:
        use_content(of_process)
