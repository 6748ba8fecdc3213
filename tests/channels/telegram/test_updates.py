"""bot/channels/telegram/updates.py: what is no update is refused, and nothing else goes wrong."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messengers.message import NoDeliveryError, Received
from bot.channels.telegram.updates import read_update
from tests.channels.telegram import updates as u
from tests.channels.telegram.table import NO_UPDATES, TABLE

OBJECTS = [(name, body) for name, body in NO_UPDATES if isinstance(body, dict)]


@pytest.mark.parametrize(("name", "body"), OBJECTS, ids=[name for name, _ in OBJECTS])
def test_what_is_no_update_is_refused(name: str, body: dict[str, Any]) -> None:
    assert name
    with pytest.raises(NoDeliveryError):
        read_update(body)


RUBBISH = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)  # fmt: skip


@given(st.data())
def test_rubbish_anywhere_in_an_update_is_read_or_refused(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(TABLE))
    update = copy.deepcopy(data.draw(st.sampled_from(list(row.updates(5)))))
    place: Any = update
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else [0]))
        inner = place[key]
        if not (isinstance(inner, (dict, list)) and inner) or data.draw(st.booleans()):
            place[key] = data.draw(RUBBISH)
            break
        place = inner
    try:
        received = read_update(update)
    except NoDeliveryError:
        return
    if received is None:
        return
    # Nothing of another type gets past the reader: what is kept comes back as it was, and an answer
    # has an address to go to.
    assert Received.from_json(json.loads(json.dumps(received.as_json()))) == received
    assert received.id.isdecimal()
    assert int(received.address) == int(received.sender)
    assert isinstance(received.text, str)


def test_names_and_languages_of_patients_are_not_taken_along() -> None:
    received = read_update(u.text(5, "hello"))
    assert received is not None
    assert "Ana" not in str(received.as_json())
