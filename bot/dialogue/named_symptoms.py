"""Which symptoms a message names: by their learned share, with what the phrases add. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue.recogniser import NO_SYMPTOM
from bot.dialogue.relations import Relations
from bot.dialogue.said import Said
from bot.dialogue.since_treatment import INFUSION, only_says_since_when
from bot.dialogue.triage_knowledge import FACT
from bot.safety.rules.context import NOW

PHRASE_SHARE = 0.35  # so much a phrase that reports a symptom adds to its learned share
# From this share of "nothing is reported" on, a message is no report; a phrase in it needs more.
NO_REPORT_FROM = 0.5
NO_REPORT_DESPITE_PHRASE_FROM = 0.85
NO_REPORT_DESPITE_OWN_FROM = 0.97
# Another symptom is opened where its phrase stands in words of its own, and this share agrees: its
# own, or that of several symptoms together.
OTHER_SHARE, MOST_SYMPTOMS = 0.08, 4
# "Everything is playing up" reports no symptom by its name.
SEVERAL = "several_together"
# Swelling of these is nothing of the place where the needle was.
_SWOLLEN = frozenset({f"{FACT}:face_swelling", f"{FACT}:throat_swelling"})


def named_symptoms(
    said: Said, shares: Mapping[str, float], relations: Relations
) -> tuple[str, ...]:
    """The symptoms that a message reports, the main one first.

    Args:
        said: the message read.
        shares: the learned share of each symptom.
        relations: how symptoms hang together.
    """
    happening = set(said.happening)
    nothing = shares[NO_SYMPTOM]
    own = any(said.reported[name] == NOW for name in happening) and not said.asks
    most = NO_REPORT_DESPITE_PHRASE_FROM if happening else NO_REPORT_FROM
    if nothing >= (NO_REPORT_DESPITE_OWN_FROM if own else most):
        return ()
    not_here = {"injection_site"} if _SWOLLEN & said.stated else set()
    not_here |= {INFUSION} if only_says_since_when(said, relations) else set()
    scores = {
        name: share + PHRASE_SHARE * (name in happening)
        for name, share in shares.items()
        if name not in {NO_SYMPTOM, *not_here}
        and (name != SEVERAL or name in happening or not happening)
    }
    first = max(scores, key=lambda name: scores[name])
    others = [
        name
        for name in sorted(happening - {first} - not_here, key=lambda name: -scores[name])
        if shares[name] + shares.get(SEVERAL, 0.0) >= OTHER_SHARE
        and f"{FACT}:{name}" not in said.denied
    ]
    return tuple(apart([first, *others], said)[:MOST_SYMPTOMS])


def apart(names: Sequence[str], said: Said) -> list[str]:
    """Symptoms whose phrases share no words with one before them: "sore red feet" is one."""
    kept: list[str] = []
    for name in names:
        first, end = said.places.get(name, (-1, -1))
        places = [said.places.get(other, (-2, -2)) for other in kept]
        if not any(first < there_end and there < end for there, there_end in places):
            kept.append(name)
    return kept


def lies_with(fact: tuple[int, int] | None, name: tuple[int, int]) -> bool:
    """Whether one of two phrases lies in the other."""
    if fact is None:
        return False
    first, end = max(fact[0], name[0]), min(fact[1], name[1])
    return (first, end) in (fact, name)
