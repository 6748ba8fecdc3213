"""bot/channels/places.py: who is due first is let in first, and no place is lost."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.places import Places, Ticket


async def _wait(places: Places, due: float, inside: list[float]) -> None:
    await places.acquire(Ticket(due))
    inside.append(due)


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_is_due_first_is_next_whoever_came_first() -> None:
    places, inside = Places(1), list[float]()
    tasks = []
    for due in (7.0, 9.0, 3.0, 5.0):
        tasks.append(asyncio.create_task(_wait(places, due, inside)))
        await _settle()
    assert inside == [7.0]
    for _ in range(3):
        places.release()
        await _settle()
    assert inside == [7.0, 3.0, 5.0, 9.0]
    await asyncio.gather(*tasks)


async def test_as_many_are_inside_as_there_are_places() -> None:
    places, inside = Places(2), list[float]()
    tasks = [asyncio.create_task(_wait(places, due, inside)) for due in (1.0, 2.0, 3.0)]
    await _settle()
    assert inside == [1.0, 2.0]
    places.release()
    await asyncio.gather(*tasks)
    assert inside == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("was_let_in", [False, True])
async def test_who_gives_up_takes_no_place(was_let_in: bool) -> None:
    places, inside = Places(1), list[float]()
    await places.acquire(Ticket(0.0))
    gives_up = asyncio.create_task(_wait(places, 1.0, inside))
    stays = asyncio.create_task(_wait(places, 2.0, inside))
    await _settle()
    if was_let_in:
        places.release()  # but it is cancelled before it runs
    gives_up.cancel()
    await _settle()
    if not was_let_in:
        places.release()
    await asyncio.wait_for(stays, 1)
    assert inside == [2.0]
    with pytest.raises(asyncio.CancelledError):
        await gives_up


async def test_who_waits_behind_somebody_hurries_him() -> None:
    places, inside = Places(1), list[str]()
    await places.acquire(Ticket(0.0))
    tickets = {"early": Ticket(1.0), "late": Ticket(2.0)}

    async def wait(name: str) -> None:
        await places.acquire(tickets[name])
        inside.append(name)

    tasks = [asyncio.create_task(wait(name)) for name in tickets]
    await _settle()
    places.hurry(tickets["late"], 0.5)
    places.hurry(tickets["late"], 3.0)  # somebody who is due later changes nothing
    for _ in range(2):
        places.release()
        await _settle()
    assert inside == ["late", "early"]
    await asyncio.gather(*tasks)
    places.release()
    await asyncio.wait_for(places.acquire(Ticket(9.0)), 1)  # no place was lost or won
    waiting = asyncio.create_task(places.acquire(Ticket(9.0)))
    await _settle()
    assert not waiting.done()
    waiting.cancel()
