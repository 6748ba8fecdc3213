"""Whether "since the infusion" reports a reaction, or only says since when. Pure."""

from __future__ import annotations

from bot.dialogue.relations import Relations
from bot.dialogue.said import Said

INFUSION = "infusion_reaction"
# "The drip is still running": anything new is told the nurse at once.
_RUNNING = f"{INFUSION}:2:2:"


def only_says_since_when(said: Said, relations: Relations) -> bool:
    """ "He has been muddled since the infusion": the confusion is what is reported."""
    is_running = any(label.startswith(_RUNNING) for label in said.stated)
    return not is_running and bool(set(said.happening) - relations.shows_as[INFUSION])
