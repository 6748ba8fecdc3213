"""Whether "since the infusion" reports a reaction, or only says since when. Pure."""

from __future__ import annotations

from bot.dialogue.said import Said

INFUSION = "infusion_reaction"
# "The drip is still running": anything new is told the nurse at once.
_RUNNING = f"{INFUSION}:2:2:"
# A reaction shows by these (grades of infusion_reaction); whatever else is named is asked about.
_OF_A_REACTION = frozenset(
    {INFUSION, "injection_site", "itch", "rash", "fever", "chills", "headache", "fatigue",
     "dizziness_fainting", "breathlessness", "chest_pain", "palpitations", "low_blood_pressure",
     "muscle_aches", "joint_pain", "flu_like", "swelling", "nausea", "vomiting"}
)  # fmt: skip


def only_says_since_when(said: Said) -> bool:
    """ "He has been muddled since the infusion": the confusion is what is reported."""
    is_running = any(label.startswith(_RUNNING) for label in said.stated)
    return not is_running and bool(set(said.happening) - _OF_A_REACTION)
