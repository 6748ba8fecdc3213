"""New example questions: each is judged first, as what is an example is no alarm any more.

The detector learns from the examples what must not alarm, and a message that is one word for word
is answered. A report of a red flag must never become one.
"""

from __future__ import annotations

import asyncio

from bot.content.editing import Change, EditError
from bot.staff.desk import Desk
from bot.staff.link import NotRunningError

_NO_ALARM = "none"


async def add_example(desk: Desk, topic: str, text: str) -> Change:
    """Puts a question under a topic. Raises EditError where it cannot be an example."""
    try:
        judged = (await desk.link.trial(text))["judgement"]
    except NotRunningError:
        raise EditError(
            "The assistant is not running. Each example is judged by it first, so that no red flag "
            "becomes one. Try again when it runs."
        ) from None
    if judged["outcome"] != _NO_ALARM:
        raise EditError(
            "The assistant sees a red flag in it, and tells or asks patients about it. As an "
            "example it would alarm nobody any more. Write it as a plain question, or leave it."
        )
    return await asyncio.to_thread(desk.editor.add_example, topic, text)
