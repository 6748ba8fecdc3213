"""bot/channels/telegram: updates that are asked for, and a connection that is made in the end."""

from __future__ import annotations

import logging

import pytest

from bot.channels.messengers.processing import command_in
from tests.channels.messengers.harness import until
from tests.channels.telegram import updates as u
from tests.channels.telegram.bench import BROKEN, BUSY, CHAT, Bench, settle
from tests.channels.telegram.bot_api import ApiError


async def test_polling_takes_each_update_once(bench: Bench) -> None:
    bench.api.webhook = "https://earlier.example"  # is deleted first
    bench.api.queue(u.text(CHAT, "one"), u.text(CHAT, "two"), {"update_id": 5}, u.text(CHAT, "3"))
    async with bench.channel(url=None) as channel:
        await until(lambda: len(bench.api.texts(CHAT)) == 3)
        await until(lambda: bench.api.waiting_updates == 0)
        await settle(channel)
    assert bench.api.texts(CHAT) == ["You said: one", "You said: two", "You said: 3"]


async def test_polling_repeats_nothing_after_a_crash_before_the_next_call(bench: Bench) -> None:
    update = u.text(CHAT, "one")
    for _ in range(2):
        bench.api.queue(update)
        async with bench.channel(url=None) as channel:
            await until(lambda: bench.api.waiting_updates == 0)
            await settle(channel)
    assert bench.api.texts(CHAT) == ["You said: one"]


async def test_polling_goes_on_after_an_outage_and_what_it_cannot_read(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    conflict = ApiError(409, "Conflict: terminated by other getUpdates request")
    bench.api.fail("deleteWebhook", BROKEN, BROKEN)
    bench.api.fail("getUpdates", conflict, BUSY, BROKEN)
    bench.api.queue(u.update(message="rubbish"), u.text(CHAT, "one"))
    with caplog.at_level(logging.WARNING):
        async with bench.channel(url=None):
            await until(lambda: bench.api.texts(CHAT) == ["You said: one"])
    assert "Conflict: terminated by other getUpdates request" in caplog.text
    assert "An update of Telegram's cannot be read: bad_message" in caplog.text
    assert "Telegram can be reached again." in caplog.text


@pytest.mark.parametrize("url", [None, "https://clinic.example/hook"])
async def test_the_menu_of_commands_is_shown_also_after_an_outage(
    bench: Bench, url: str | None
) -> None:
    bench.api.fail("setMyCommands", BROKEN, BUSY, BROKEN)
    async with bench.channel(url=url):
        await until(lambda: bool(bench.api.commands))
    assert list(bench.api.commands) == ["start", "help", "stop", "delete"]
    assert {command_in(f"/{name}") for name in bench.api.commands} == set(bench.api.commands)


async def test_a_menu_that_is_refused_keeps_no_message_away(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.api.fail("setMyCommands", ApiError(400, "Bad Request: BOT_COMMAND_INVALID"))
    bench.api.queue(u.text(CHAT, "one"))
    with caplog.at_level(logging.ERROR):
        async with bench.channel(url=None) as channel:
            await until(lambda: bench.api.texts(CHAT) == ["You said: one"])
            await settle(channel)
    assert "Telegram refused the menu of commands: Bad Request: BOT_COMMAND_INVALID" in caplog.text
