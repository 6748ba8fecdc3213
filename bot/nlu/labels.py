"""Labels: topics are full retrieval intents, ``group/topic``; all others are plain intents."""

from __future__ import annotations

# What the assistant does not answer itself.
OUT_OF_SCOPE_INTENT = "out_of_scope"
CARE_TEAM_ONLY = "care_team_only"
GOODBYE = "goodbye"
STOP_TALKING = "stop_talking"
HELP = "help"
GREET = "greet"
REMARK = "remark"
AFRAID = "afraid"
REFUSALS = frozenset({OUT_OF_SCOPE_INTENT, CARE_TEAM_ONLY})


def is_topic(label: str) -> bool:
    return "/" in label
