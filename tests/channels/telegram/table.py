"""Every kind of update, and exactly what follows from it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.channels.messengers.words import (
    DELETED,
    EMERGENCY,
    HELP,
    NOT_IN_GROUPS,
    NOTE,
    ONLY_TEXT,
    START,
    STOPPED,
    TOO_LONG,
    answer_begins,
    fixed,
    question,
)
from tests.channels.telegram import updates as u
from tests.channels.telegram.updates import FILE, Update

RED = "I can't breathe"
ANSWER = answer_begins()
_queries = itertools.count(4_382_000_001)


@dataclass(frozen=True)
class Row:
    """``begins``: how each message begins that the chat gets, in order; ``whole``: it is all of the
    text. ``taps``: callback queries answered; ``keyboards``: keyboards taken away."""

    name: str
    updates: Callable[[int], Sequence[Update]]
    begins: Sequence[str]
    whole: bool = True
    ends: str = ""
    taps: int = 0
    keyboards: int = 0


def says(name: str, make: Callable[[int], Update], *begins: str, whole: bool = True) -> Row:
    return Row(name, lambda chat: [make(chat)], begins, whole)


def media(kind: str, content: object) -> Row:
    return says(f"{kind} alone", lambda chat: u.message(chat, **{kind: content}), ONLY_TEXT)


def quiet(name: str, make: Callable[[int], Update]) -> Row:
    return says(name, make)


def album(chat: int, captions: Sequence[str]) -> list[Update]:
    group = f"1391{next(_queries)}"
    return [
        u.photo(chat, media_group_id=group, **({"caption": caption} if caption else {}))
        for caption in captions
    ]


def edits(chat: int, first: str, *later: str) -> list[Update]:
    original = u.text(chat, first)
    return [original, *(u.edited(original, text=words) for words in later)]


def tap(
    chat: int, data: str, message_id: int | None = 77, times: int = 1, title: str = "A button"
) -> list[Update]:
    rows = [[{"text": title, "callback_data": data}]]
    return [
        u.tap(chat, data, str(next(_queries)), message_id, rows) for _ in range(times)
    ]  # fmt: skip


def in_order_of_ids_reversed(chat: int) -> list[Update]:
    return list(reversed([u.command(chat, "/help"), u.command(chat, "/stop")]))


def in_chat(chat: object) -> Update:
    return u.update(message={**u.message_body(9, text="hello"), "chat": chat})


PLACE = {"latitude": 51.5, "longitude": -0.12}
POLL = {"id": "5", "question": "How?", "options": [], "type": "regular", "is_closed": False}
TABLE = [
    # words
    says("a question", lambda c: u.text(c, question()), ANSWER, whole=False),
    says("a red flag", lambda c: u.text(c, RED), EMERGENCY, whole=False),
    says(
        "a forwarded red flag",
        lambda c: u.text(c, RED, forward_origin={"type": "hidden_user", "sender_user_name": "Bo"}),
        EMERGENCY,
        whole=False,
    ),
    says(
        "a reply to an earlier message",
        lambda c: u.text(c, question(), reply_to_message=u.message_body(c, text="hello")),
        ANSWER,
        whole=False,
    ),
    says("4,096 emoji", lambda c: u.text(c, "🙂" * 2048), TOO_LONG),
    says("a slash alone", lambda c: u.text(c, "/"), fixed("utter_help")),
    says("marks that cannot be seen", lambda c: u.text(c, "\u200b\u200d"), fixed("utter_help")),
    Row(
        "one update three times",
        lambda c: [u.text(c, question())] * 3,
        [ANSWER],
        whole=False,
    ),
    Row("two updates out of order", in_order_of_ids_reversed, [STOPPED, HELP]),
    # commands
    says("/start", lambda c: u.command(c, "/start"), START),
    says("/start by a link", lambda c: u.command(c, "/start leaflet-7"), START),
    says("/help", lambda c: u.command(c, "/help"), HELP),
    says("/help to the bot by name", lambda c: u.command(c, "/help@clinic_bot"), HELP),
    says("/stop", lambda c: u.command(c, "/stop"), STOPPED),
    says("/delete", lambda c: u.command(c, "/delete"), DELETED),
    says("an unknown command", lambda c: u.command(c, f"/{question()}"), ANSWER, whole=False),
    says(
        "a red flag behind a command",
        lambda c: u.command(c, f"/restart {RED}"),
        EMERGENCY,
        whole=False,
    ),
    says(
        "a red flag behind our command",
        lambda c: u.command(c, f"/stop {RED}"),
        EMERGENCY,
        whole=False,
    ),
    # what is no text
    media("photo", [{**FILE, "width": 90, "height": 51}]),
    media("voice", {**FILE, "duration": 4, "mime_type": "audio/ogg"}),
    media("audio", {**FILE, "duration": 180, "title": "Song"}),
    media("video", {**FILE, "width": 640, "height": 360, "duration": 9}),
    media("video_note", {**FILE, "length": 240, "duration": 9}),
    media("sticker", {**FILE, "type": "regular", "width": 512, "height": 512, "emoji": "👍"}),
    media("animation", {**FILE, "width": 320, "height": 240, "duration": 2}),
    media("document", {**FILE, "file_name": "report.pdf", "mime_type": "application/pdf"}),
    media("location", PLACE),
    media("venue", {"location": PLACE, "title": "Clinic", "address": "1 High Street"}),
    media("contact", {"phone_number": "+447700900123", "first_name": "Bo"}),
    media("poll", POLL),
    media("dice", {"emoji": "🎲", "value": 6}),
    media("game", {"title": "G", "description": "A game", "photo": []}),
    media("story", {"id": 3, "chat": {"id": 1, "type": "private"}}),
    media("a_kind_that_comes_later", {"x": 1}),
    Row(
        "a question under a photo",
        lambda c: [u.photo(c, caption=question())],
        [ANSWER],
        whole=False,
        ends=NOTE,
    ),
    says("a red flag under a photo", lambda c: u.photo(c, caption=RED), EMERGENCY, whole=False),
    says(
        "a red flag under a voice message",
        lambda c: u.message(c, voice={**FILE, "duration": 4}, caption=RED),
        EMERGENCY,
        whole=False,
    ),
    Row("an album", lambda c: album(c, ["", "", ""]), [ONLY_TEXT]),
    Row(
        "an album with words",
        lambda c: album(c, ["", question(), ""]),
        [ANSWER],
        whole=False,
        ends=NOTE,
    ),
    Row("an album with a red flag", lambda c: album(c, ["", "", RED]), [EMERGENCY], whole=False),
    # changed messages
    Row("a harmless change", lambda c: edits(c, "/help", "/help menu"), [HELP]),
    Row(
        "a change into a question",
        lambda c: edits(c, question(), question("skin/causes")),
        [ANSWER],
        whole=False,
    ),
    Row("a change into a red flag", lambda c: edits(c, "/stop", RED), [STOPPED, EMERGENCY], False),
    Row(
        "a red flag put right",
        lambda c: edits(c, RED, f"{RED}!", f"{RED}!!"),
        [EMERGENCY],
        whole=False,
    ),
    Row(
        "words of a photo changed into a red flag",
        lambda c: [original := u.photo(c), u.edited(original, caption=RED)],
        [ONLY_TEXT, EMERGENCY],
        whole=False,
    ),
    Row(
        "a live location that moves",
        lambda c: [
            original := u.message(c, location={**PLACE, "live_period": 900}),
            u.edited(original, location=PLACE),
        ],
        [ONLY_TEXT],
    ),
    # buttons
    Row("a topic's button", lambda c: tap(c, question()), [ANSWER], False, taps=1, keyboards=1),
    Row("a red flag's button", lambda c: tap(c, RED), [EMERGENCY], False, taps=1, keyboards=1),
    Row("a button of an old message", lambda c: tap(c, question(), None), [ANSWER], False, taps=1),
    Row(
        "a button tapped twice",
        lambda c: tap(c, question(), times=2),
        [ANSWER],
        False,
        taps=2,
        keyboards=1,
    ),
    # its title stands for what was lost
    Row("a button of a lost key", lambda c: tap(c, "payload:0123", title="help"),
        [fixed("utter_help")], taps=1, keyboards=1),
    # nothing to say
    quiet("the bot is blocked", lambda c: u.chat_member(c, "kicked")),
    quiet("the bot is allowed again", lambda c: u.chat_member(c, "member")),
    quiet("a message is pinned", lambda c: u.message(c, pinned_message=u.message_body(c))),
    quiet("the chat deletes itself", lambda c: u.message(
        c, message_auto_delete_timer_changed={"message_auto_delete_time": 86400})),
    quiet("a bot writes", lambda c: u.text(c, RED, **{"from": u.BOT_USER})),
    quiet("a reaction", lambda c: u.update(message_reaction={
        "chat": u.private(c), "message_id": 5, "user": u.person(c), "date": 1,
        "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]})),
    quiet("a channel's post", lambda c: u.update(channel_post={
        "message_id": 5, "chat": {"id": -c, "type": "channel", "title": "News"}, "date": 1,
        "text": RED})),
    quiet("a channel's changed post", lambda c: u.update(edited_channel_post={
        "message_id": 5, "chat": {"id": -c, "type": "channel", "title": "News"}, "date": 1,
        "text": RED})),
    quiet("an inline query", lambda c: u.update(inline_query={
        "id": "7", "from": u.person(c), "query": "crs", "offset": ""})),
    quiet("a poll's news", lambda c: u.update(poll=POLL)),  # noqa: ARG005
    quiet("a poll's answer", lambda c: u.update(poll_answer={
        "poll_id": "5", "user": u.person(c), "option_ids": [0]})),
    quiet("a wish to join", lambda c: u.update(chat_join_request={
        "chat": u.group(-c), "from": u.person(c), "user_chat_id": c, "date": 1})),
    quiet("a business message", lambda c: u.update(business_message=u.message_body(c, text=RED))),
    quiet("an update of a kind that comes later", lambda c: u.update(new_kind={"chat": c})),
]  # fmt: skip
GROUPS = [
    Row("a group", lambda c: [u.in_group(c, 1, "group", text="hello")] * 2, [NOT_IN_GROUPS]),
    Row(
        "a supergroup with a red flag and a photo",
        lambda c: [
            u.in_group(c, 2, text=RED),
            u.in_group(c, 3, photo=[FILE]),
            u.in_group(c, 2, text=RED),
        ],
        [NOT_IN_GROUPS],
    ),
    Row(
        "the bot joins",
        lambda c: [u.chat_member(c, "member", "group"), u.in_group(c, 4, new_chat_members=[])],
        [NOT_IN_GROUPS],
    ),
]
NO_UPDATES: list[tuple[str, object]] = [
    ("nothing", b""),
    ("no JSON", b"{"),
    ("deep JSON", b"[" * 100_000),
    ("no UTF-8", b'{"update_id": "\xff"}'),
    ("a list", []),
    ("a text", "hello"),
    ("a number", 7),
    ("an empty object", {}),
    ("no number", {"message": u.message_body(9, text="hello")}),
    ("a number as a text", {"update_id": "7"}),
    ("a number that is true", {"update_id": True}),
    ("a number below zero", {"update_id": -7}),
    ("a huge number", {"update_id": 2**70}),
    ("a message that is a text", u.update(message="hello")),
    ("a message of no chat", u.update(message={"message_id": 1, "text": "hello"})),
    ("a chat that is a list", u.update(message={"message_id": 1, "chat": [], "text": "hello"})),
    ("a chat with a text for an id", in_chat({"id": "9" * 300, "type": "private"})),
    ("a huge chat", in_chat({"id": 2**80, "type": "private"})),
    ("a message without an id", u.message(9, text="hello", message_id=None)),
    ("a text that is an object", u.text(9, {"a": 1})),  # type: ignore[arg-type]
    ("a text that is a list", u.message(9, text=["hello"])),
    ("a caption that is a number", u.message(9, caption=7)),
    ("a NUL", u.text(9, "a\x00b")),
    ("half a character", u.text(9, "\ud83d")),
    ("a sender that is a text", u.message(9, text="hello", **{"from": "me"})),
    ("a button without a sender", u.update(callback_query={"id": "1", "data": "x"})),
    ("a button with a number", u.tap(9, 7, "1", None)),  # type: ignore[arg-type]
    ("a keyboard that is a text", u.tap(9, "x", "1", 5, ["x"])),
]
