"""How symptoms, facts and red flags hang together: bot/data/triage/relations.yml says what each
relation means, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Pairs:
    """Names by the name that they belong to; none where a name has no such relation."""

    others: Mapping[str, frozenset[str]]

    def __contains__(self, name: str) -> bool:
        return name in self.others

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.others.get(name, frozenset())


@dataclass(frozen=True)
class Relations:
    """What belongs to what.

    Attributes:
        part_of: symptom → the symptoms that cover it.
        shows_as: symptom → those by which it shows.
        denied_with: fact → narrower facts.
        of_one_symptom: facts that tell how one symptom is.
        taken_for: red flag → the lesser ones beside which it is often only guessed.
        graver_form: symptom → red flags that sound like it.
        learned_as: kind of red flag → the symptom whose reports its example lines are.
        always_red: red flags whose every report is a call now.
        seldom_red: symptoms that are urgent only with another sign beside them.
        asked_however_new: symptoms that are no graver for having begun just now.
    """

    part_of: Pairs
    shows_as: Pairs
    denied_with: Pairs
    of_one_symptom: frozenset[str]
    taken_for: Pairs
    graver_form: Pairs
    learned_as: Pairs
    always_red: frozenset[str]
    seldom_red: frozenset[str]
    asked_however_new: frozenset[str]
