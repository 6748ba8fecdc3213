"""bot/channels/telegram: what goes out, when Telegram is slow, refuses, or is gone for an hour."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.channels.channel import UserMessage

from tests.channels.messengers.harness import FastClock, echo, failing, saying, until
from tests.channels.messengers.words import APOLOGY, EMERGENCY, NOT_IN_GROUPS
from tests.channels.telegram import updates as u
from tests.channels.telegram.bench import BROKEN, BUSY, CHAT, RED, Bench, deliver, settle
from tests.channels.telegram.bot_api import TOKEN, ApiError


async def test_an_answer_goes_out_as_plain_text(bench: Bench) -> None:
    async with bench.channel() as channel:
        deliver(channel, u.text(CHAT, "a_b *c* <d> [e](f)"))
        await settle(channel)
    (message,) = bench.api.accepted("sendMessage")
    assert message == {"chat_id": CHAT, "text": "You said: a_b *c* <d> [e](f)"}
    assert {"chat_id": CHAT, "action": "typing"} in bench.api.accepted("sendChatAction")


async def test_a_failing_turn_is_answered_and_not_logged(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench.channel(failing) as channel:
        deliver(channel, u.text(CHAT, "heliotrope"))
        await settle(channel)
    assert bench.api.texts(CHAT) == [APOLOGY]
    assert "heliotrope" not in caplog.text
    assert "canary" not in caplog.text


async def test_a_long_answer_is_cut_after_sentences_and_keeps_its_buttons(bench: Bench) -> None:
    sentence = "This sentence has an emoji at its end 🙂. "
    async with bench.channel(saying(sentence * 250, ("Yes", "yes"))) as channel:
        deliver(channel, u.text(CHAT, "hello"))
        await settle(channel)
    messages = bench.api.accepted("sendMessage")
    assert len(messages) > 2
    assert " ".join(bench.api.texts(CHAT)) == (sentence * 250).strip()
    assert all(text.endswith("🙂.") for text in bench.api.texts(CHAT))
    assert ["reply_markup" in message for message in messages] == [False] * (len(messages) - 1) + [
        True
    ]


async def test_long_buttons_have_a_row_each(bench: Bench) -> None:
    long = "What does an immunotherapy rash look like?"
    buttons = (("Yes", "yes"), ("No", "no"), (long, long), ("Maybe", "maybe"))
    async with bench.channel(saying("?", *buttons)) as channel:
        deliver(channel, u.text(CHAT, "hello"))
        await settle(channel)
    rows = bench.api.accepted("sendMessage")[0]["reply_markup"]["inline_keyboard"]
    assert [[b["text"] for b in row] for row in rows] == [["Yes", "No"], [long], ["Maybe"]]


async def test_a_payload_over_64_bytes_comes_back_whole_also_after_a_restart(bench: Bench) -> None:
    payload = "¿" * 33
    async with bench.channel(saying("?", ("Long", payload))) as channel:
        deliver(channel, u.text(CHAT, "hello"))
        await settle(channel)
    (data,) = [
        button["callback_data"]
        for row in bench.api.accepted("sendMessage")[0]["reply_markup"]["inline_keyboard"]
        for button in row
    ]
    assert len(data.encode()) <= 64
    async with bench.channel() as channel:
        deliver(channel, u.tap(CHAT, data, "1", None))
        await settle(channel)
    assert bench.api.texts(CHAT)[-1] == f"You said: {payload}"


async def test_a_keyboard_that_telegram_refuses_does_not_cost_the_words(bench: Bench) -> None:
    bench.api.fail("sendMessage", ApiError(400, "Bad Request: BUTTON_DATA_INVALID"))
    async with bench.channel(saying("Words", ("Yes", "yes"))) as channel:
        deliver(channel, u.text(CHAT, "hello"))
        await settle(channel)
    assert bench.api.accepted("sendMessage") == [{"chat_id": CHAT, "text": "Words"}]


async def test_429_is_obeyed(bench: Bench, clock: FastClock) -> None:
    bench.api.fail("sendMessage", BUSY)
    async with bench.channel() as channel:
        deliver(channel, u.text(CHAT, "hello"))
        await settle(channel)
    assert bench.api.texts(CHAT) == ["You said: hello"]
    assert 7 in clock.slept


async def test_errors_of_the_server_are_tried_again_less_and_less_often(
    bench: Bench, clock: FastClock
) -> None:
    bench.api.fail("sendMessage", *[BROKEN] * 8)
    async with bench.channel() as channel:
        deliver(channel, u.text(CHAT, "hello"))
        await settle(channel)
    assert bench.api.texts(CHAT) == ["You said: hello"]
    pauses = [pause for pause in clock.slept if pause in {1, 2, 4, 8, 16, 32, 60}]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_an_hour_without_telegram_loses_nothing(bench: Bench, clock: FastClock) -> None:
    async with bench.channel() as channel:
        await until(lambda: bool(bench.api.webhook))
        bench.api.is_down = True
        clock.after(3600, lambda: setattr(bench.api, "is_down", False))
        deliver(channel, u.text(CHAT, "one"), u.text(CHAT, RED), u.text(CHAT, "two"))
        await settle(channel)
    first, *others = bench.api.texts(CHAT)
    assert first.startswith(EMERGENCY)
    assert others == ["You said: one", "You said: two"]


async def test_urgent_words_are_tried_for_a_day_others_for_hours(
    bench: Bench, clock: FastClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench.channel() as channel:
        await until(lambda: bool(bench.api.webhook))
        bench.api.is_down = True
        clock.after(20 * 3600, lambda: setattr(bench.api, "is_down", False))
        deliver(channel, u.text(CHAT, "one"), u.text(CHAT, RED))
        await settle(channel)
    (text,) = bench.api.texts(CHAT)
    assert text.startswith(EMERGENCY)
    assert "given up" in caplog.text


async def test_urgent_words_do_not_wait_for_the_next_try_of_others(
    bench: Bench, clock: FastClock
) -> None:
    async with bench.channel() as channel:
        await until(lambda: bool(bench.api.webhook))
        bench.api.is_down = clock.stands_still = True
        deliver(channel, u.text(CHAT, "one"))
        await until(lambda: bench.api.dropped.count("sendMessage") == 1)
        deliver(channel, u.text(CHAT, RED))
        await until(lambda: bench.api.dropped.count("sendMessage") == 2)
        bench.api.is_down = clock.stands_still = False
        await settle(channel)
    assert bench.api.texts(CHAT)[0].startswith(EMERGENCY)
    assert bench.api.texts(CHAT)[1:] == ["You said: one"]


async def test_a_red_flag_passes_a_turn_that_hangs(bench: Bench) -> None:
    """Fault 2: both are handled; the earlier message gets its words at the deadline."""

    async def hangs_once(message: UserMessage) -> None:
        if message.text == "hang":
            await asyncio.Event().wait()
        await echo(message)

    async with bench.channel(hangs_once) as channel:
        deliver(channel, u.text(CHAT, "hang"), u.text(CHAT, RED))
        await settle(channel)
    first, second = bench.api.texts(CHAT)
    assert first.startswith(EMERGENCY)
    assert second == APOLOGY


async def test_a_blocked_bot_stops_and_starts_again(bench: Bench) -> None:
    bench.api.blocked.add(CHAT)
    async with bench.channel() as channel:
        deliver(channel, u.text(CHAT, "one"), u.text(CHAT, "two"))
        await settle(channel)
        tries = [call for call in bench.api.calls if call.method == "sendMessage"]
        assert 1 <= len(tries) <= 2
        bench.api.blocked.clear()
        deliver(channel, u.chat_member(CHAT, "member"), u.text(CHAT, "three"))
        await settle(channel)
    assert bench.api.texts(CHAT) == ["You said: three"]


async def test_what_telegram_refuses_is_given_up(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench.channel() as channel:
        deliver(channel, u.text(CHAT + 1, "hello"), u.text(CHAT, "hello"))
        await settle(channel)
    assert (
        bench.api.refusals
        == [
            "sendChatAction: 400 Bad Request: chat not found",
            "sendMessage: 400 Bad Request: chat not found",
        ]
        or "sendMessage: 400 Bad Request: chat not found" in bench.api.refusals
    )
    assert bench.api.texts(CHAT) == ["You said: hello"]
    assert "A message was refused: 400 Bad Request: chat not found" in caplog.text


async def test_what_could_not_be_sent_goes_out_after_a_restart(
    bench: Bench, clock: FastClock
) -> None:
    bench.api.is_down = clock.stands_still = True
    async with bench.channel() as channel:
        deliver(channel, u.text(CHAT, RED))
        await until(lambda: "sendMessage" in bench.api.dropped)
        deliver(channel, u.text(CHAT, "one"))
        await channel.inbox.wait_until_empty()
    bench.api.is_down = clock.stands_still = False
    async with bench.channel() as channel:
        await settle(channel)
        assert bench.api.texts(CHAT)[0].startswith(EMERGENCY)
        assert bench.api.texts(CHAT)[1:] == ["You said: one"]
    async with bench.channel() as channel:
        await settle(channel)
    assert len(bench.api.texts(CHAT)) == 2


async def test_delete_drops_what_waits_but_for_urgent_words(bench: Bench, clock: FastClock) -> None:
    async with bench.channel() as channel:
        await until(lambda: bool(bench.api.webhook))
        bench.api.is_down = clock.stands_still = True
        deliver(channel, u.text(CHAT, "heliotrope"), u.text(CHAT, RED))
        await channel.inbox.wait_until_empty()
        deliver(channel, u.command(CHAT, "/delete"))
        await channel.inbox.wait_until_empty()
        for file in channel.folder.iterdir():
            assert b"heliotrope" not in file.read_bytes()
        bench.api.is_down = clock.stands_still = False
        await settle(channel)
    first, *others = bench.api.texts(CHAT)
    assert first.startswith(EMERGENCY)
    assert len(others) == 1


async def test_a_wrong_token_is_said_once(
    bench: Bench, clock: FastClock, caplog: pytest.LogCaptureFixture
) -> None:
    bench.api.fail("setWebhook", *[ApiError(401, "Unauthorized")] * 3)
    async with bench.channel():
        await until(lambda: bool(bench.api.webhook))
    assert caplog.text.count("BOT_TELEGRAM_TOKEN") == 1
    assert clock.slept.count(60.0) >= 3
    assert TOKEN not in caplog.text


async def test_a_webhook_that_telegram_refuses_is_named(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench.channel(url="http://clinic.example/hook"):
        await until(lambda: "An HTTPS URL must be provided for webhook" in caplog.text)
    assert not bench.api.webhook
    assert TOKEN not in caplog.text


async def test_a_group_gets_its_sentence_once_also_after_a_restart(bench: Bench) -> None:
    group = -1_001_000_000_001
    bench.api.groups.add(group)
    for words in ("hello", RED):
        async with bench.channel() as channel:
            deliver(channel, u.in_group(group, CHAT, text=words))
            await settle(channel)
    assert bench.api.texts(group) == [NOT_IN_GROUPS]


async def test_who_writes_too_much_is_asked_to_wait_but_red_flags_pass(bench: Bench) -> None:
    async with bench.channel() as channel:
        deliver(channel, *(u.text(CHAT, f"message {number}") for number in range(9)))
        await settle(channel)
        deliver(channel, u.text(CHAT, RED))
        await settle(channel)
    texts = bench.api.texts(CHAT)
    assert sum(text.startswith("You said") for text in texts) == 5  # the limit of this clinic
    assert sum(text.startswith("That is a lot of messages") for text in texts) == 1
    assert sum(text.startswith(EMERGENCY) for text in texts) == 1
