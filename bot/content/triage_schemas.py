"""What the entries of bot/data/triage may hold."""

from __future__ import annotations

from bot.content.entries import ENTRIES, FLAG, MAPPING, TEXT, TEXTS, Schema

_ANSWERS = (
    "yes", "yes, alone", "yes, as a clause", "no", "not sure", "perhaps", "hearsay", "asked back",
    "asked back, alone", "asks for a word", "meant", "in care", "stop", "wrong", "only limits",
    "as normal",
)  # fmt: skip
# Lists of words.yml that are labelled with their own name, and lists of single words.
_ONE_LIST = (
    "unimproved", "well", "well alone", "coping", "doubted", "worse", "spreads", "normal",
    "relative", "bystander", "no sign",
)  # fmt: skip
_SINGLE_WORDS = ("beside a yes", "beside a no", "beside details")
# What the lists of phrases are called where they are used, with the labels that each holds.
LABELLED = {"answers": _ANSWERS, **{name.replace(" ", "_"): (name,) for name in _ONE_LIST}}
WORDS = Schema(
    {
        **dict.fromkeys((*_ANSWERS, *_ONE_LIST, *_SINGLE_WORDS), TEXTS),
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
