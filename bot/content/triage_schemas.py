"""What the entries of bot/data/triage may hold."""

from __future__ import annotations

from bot.content.entries import ENTRIES, FLAG, MAPPING, TEXT, TEXTS, Schema

ANSWERS = (
    "yes", "yes, alone", "yes, as a clause", "no", "not sure", "asked back",
    "asked back, alone", "asks for a word", "stop", "wrong", "only limits", "as normal",
)  # fmt: skip
WORDS = Schema(
    {
        **dict.fromkeys(
            (
                *ANSWERS,
                "unimproved",
                "well",
                "coping",
                "doubted",
                "worse",
                "spreads",
                "normal",
                "relative",
                "bystander",
                "no sign",
                "beside a yes",
                "beside a no",
            ),
            TEXTS,
        ),
        **dict.fromkeys(("healthy", "about suicide"), MAPPING),
        "unimproved after days": TEXT,
    }
)
SYMPTOM = Schema(
    {
        **dict.fromkeys(("symptom", "understood", "topic"), TEXT),
        "says": TEXTS,
        **dict.fromkeys(("questions", "grades"), ENTRIES),
        "advice": MAPPING,
    },
    {
        "after_cell_therapy": TEXT,
        "unmeasured_after_cell_therapy": FLAG,
        "crisis": FLAG,
        "mere_fact": MAPPING,
    },
)
QUESTION = Schema(
    {"ask": TEXT, "buttons": ENTRIES},
    {"short": TEXT, "measure": TEXT, "one_thing": FLAG, "now_unanswered": FLAG},
)
BUTTON = Schema({"button": TEXT}, {"mark": TEXT, "facts": TEXTS, "said": TEXTS, "values": TEXTS})
GRADE = Schema({"words": TEXT, "action": TEXT, "source": TEXT})
ADVICE = Schema({"urgent": TEXT, "source": TEXT}, {"tell": TEXT, "care": TEXT})
