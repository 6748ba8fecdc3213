"""A message as the triage gets it: its text, and how it was judged and understood."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.triage_knowledge import Action


@dataclass(frozen=True)
class Message:
    """A message and how it was judged.

    Attributes:
        text: what the patient wrote.
        symptoms: the symptoms that it reports.
        takes_over: whether the triage answers the report.
        denies: whether it does nothing but deny, so that the triage says nothing to it.
        asks_anew: whether what it says is doubtful, so that all is asked.
        advice: what it leads to without a question, as its wording says all that decides.
        is_surely_mild: whether its wording as a whole is so surely mild that facts which it seems
            to state do not make it graver.
        is_guess: whether it is little more than a guess which symptom it reports.
        alarm: the alarm that is raised about it, "emergency" or "call_now"; None: none is.
        is_check: whether the patient is asked if a red flag is happening now.
        sounds_of_suicide: whether thoughts of suicide are heard in it, surely or not.
        is_unclear: whether nothing else is understood in it, either.
        asks_clearly: whether it is clearly a question about a topic.
        stops: whether it is understood as the wish to be asked no more.
        says_goodbye: whether it is understood as a goodbye.
        is_sign: whether it is nothing but a picture that answers: "👎".
        only_nods: whether it is nothing but "ok".
        follows_advice: whether the last thing said was the triage's advice.
        told: this message and those before it between which only questions were asked, in order.
        talk: the same, also before advice.
    """

    text: str
    symptoms: tuple[str, ...] = ()
    takes_over: bool = False
    denies: bool = False
    asks_anew: bool = False
    advice: Action | None = None
    is_surely_mild: bool = False
    is_guess: bool = False
    alarm: str | None = None
    is_check: bool = False
    sounds_of_suicide: bool = False
    is_unclear: bool = False
    asks_clearly: bool = False
    stops: bool = False
    says_goodbye: bool = False
    is_sign: bool = False
    only_nods: bool = False
    follows_advice: bool = False
    told: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
