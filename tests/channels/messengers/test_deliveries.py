"""Signed deliveries in which something is missing or of another type: every messenger refuses them
in the way that its channel answers with 400, and none fails."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from bot.channels.messengers.facebook.channel import read_events
from bot.channels.messengers.message import NoDeliveryError
from bot.channels.messengers.slack.events import read_action, read_event
from bot.channels.telegram.updates import read_update
from tests.channels.messengers import provider_requests as p
from tests.channels.telegram import updates as u

ACTION = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1"},
    "channel": {"id": "DU1"},
    "container": {"type": "message", "message_ts": "1795000000.1"},
    "message": {"ts": "1795000000.1", "text": "Is it so?"},
    "actions": [{"type": "button", "value": "Yes", "action_ts": "1795000001.1"}],
}
CHANGED = p.slack_event(
    "U1",
    subtype="message_changed",
    message={"user": "U1", "text": "new", "ts": "1.2"},
    previous_message={"user": "U1", "text": "old", "ts": "1.2"},
)
PAGE = {"object": "page", "entry": [{"messaging": [p.page_message("7", text="hello")]}]}
Read = Callable[[Mapping[str, Any]], Any]
DELIVERIES: dict[str, tuple[Read, dict[str, Any]]] = {
    "slack: message": (read_event, p.slack_event("U1", text="hello", files=[{"id": "F1"}])),
    "slack: changed": (read_event, CHANGED),
    "slack: mention": (read_event, p.slack_event("U1", type="app_mention", text="<@U0>")),
    "slack: button": (read_action, ACTION),
    "facebook: message": (lambda content: list(read_events(content)), PAGE),
    "telegram: message": (read_update, u.text(5, "hello")),
}
OTHER_VALUES: tuple[Any, ...] = (None, True, 7, "", "x", [], ["x"], [7], {}, {"x": 1})
# What the channels answer with 400: see SlackChannel.add_routes and its like.
REFUSED = (NoDeliveryError, AttributeError, TypeError)


def places_in(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a delivery."""
    inner = dict(enumerate(content)) if isinstance(content, list) else content
    for key, value in inner.items() if isinstance(inner, dict) else ():
        yield (*path, key)
        yield from places_in(value, (*path, key))


def spoilt(content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The delivery without each of its values, and with another in its place."""
    for *way, last in places_in(content):
        for value in ("left out", *OTHER_VALUES):
            other = copy.deepcopy(content)
            holder: Any = other
            for key in way:
                holder = holder[key]
            if value == "left out":
                del holder[last]
            else:
                holder[last] = value
            yield f"{[*way, last]}: {value!r}", other


@pytest.mark.parametrize("name", DELIVERIES)
def test_a_whole_delivery_is_read(name: str) -> None:
    read, content = DELIVERIES[name]
    assert read(content)


@pytest.mark.parametrize("name", DELIVERIES)
def test_a_delivery_in_which_something_is_wrong_is_read_or_refused(name: str) -> None:
    read, content = DELIVERIES[name]
    failures, refused = [], 0
    for what, wrong in spoilt(content):
        try:
            read(wrong)
        except REFUSED:
            refused += 1
        except Exception as error:  # noqa: BLE001 - all of them are shown at once
            failures.append(f"{what}: {error!r}")
    assert failures == []
    assert refused


@pytest.mark.parametrize(
    "wrong", [{}, {"event": None}, {"event": {"type": "message"}, "event_id": 7}]
)
def test_a_slack_event_without_what_it_needs_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(NoDeliveryError):
        read_event({"type": "event_callback", "event_id": "Ev1", **wrong})


def test_a_pressed_button_of_slack_without_a_user_is_none() -> None:
    with pytest.raises(NoDeliveryError):
        read_action({key: value for key, value in ACTION.items() if key != "user"})
