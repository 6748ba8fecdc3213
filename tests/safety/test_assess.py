"""Messages and what must be made of them, by rules and detector together."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bot.safety import Assessment, SafetySettings, assess
from bot.safety.decisions import Suspicion
from bot.safety.rules.reading import Reading

EMERGENCIES = [
    ("grandad keeled over by the sink and isnt answering me", "collapse"),
    ("nosebleed has soaked two towels and wont quit", "severe_bleeding"),
    ("I CANT BREATHE", "sudden_breathlessness"),
    ("cannot stop bleeding", "severe_bleeding"),
    ("he's fitting on the floor", "seizure"),
    ("her face is drooping on one side", "stroke"),
    ("crushing pain in my chest", "chest_pain"),
    ("my tongue is swelling up", "throat_swelling"),
    ("wont wake up no matter what I do", "unconscious"),
    ("throwing up blood", "vomiting_blood"),
    ("my husband has passed out and he's grey", "collapse"),
    ("my neighbour has collapsed in my hall, help", "collapse"),
]
CALL_NOW = [
    ("mercury's at 103 and climbing", "fever"),
    ("oh and I'm at 38.9 since lunch", "fever"),
    ("fever last week, back again tonight", "fever"),
    ("no rash, just a fever", "fever"),
    ("not only a fever but a rash all over too", "fever"),
    ("I can't stop shivering", "rigors"),
    ("out of breath on the stairs since monday", "breathlessness"),
    ("been on the toilet 9 times today", "diarrhea"),
    ("can't keep water down", "vomiting"),
    ("my eyes have gone yellow", "jaundice"),
    ("bruises coming up all over my legs", "bleeding"),
    ("mum is confused and doesn't know where she is", "confusion"),
    ("I am seeing double", "headache_vision"),
    ("my heart is racing", "heart"),
    ("hardly peed today and my ankles are swollen", "urine_swelling"),
    ("my picc line is red and oozing pus", "infection"),
    ("35.2 and I feel dreadful", "low_temperature"),
]
HARMLESS = [
    "No fever today",
    "what if I get a fever",
    "I had a fever last year",
    "room 104, second floor",
    "these forms will be the death of me",
    "is fever a side effect of immunotherapy?",
    "my neighbour had seizures as a child",
    "temp 36.8 this morning",
    "the fever has gone and I feel fine now",
    "I can breathe fine",
    "I'm dying to know how it works",
    "slight itch where the plaster was",
    "how much does parking cost",
    "hello",
    "thank you",
    "",
    "   ",
    "👍",
    "...",
]


SELF_HARM = ["I want to end my life", "i dont want to be here anymore", "ive taken all my pills"]
SELF_HARM += ["I stare at all the tablets, tempted", "i look at the bridge and it would be so easy"]


@pytest.mark.parametrize(("message", "symptom"), EMERGENCIES)
def test_an_emergency_is_urgent(message: str, symptom: str, settings: SafetySettings) -> None:
    found = assess(message, settings)
    assert (found.outcome, found.tier, symptom in found.symptoms) == ("urgent", "emergency", True)


@pytest.mark.parametrize(("message", "symptom"), CALL_NOW)
def test_a_red_flag_is_urgent(message: str, symptom: str, settings: SafetySettings) -> None:
    found = assess(message, settings)
    assert found.outcome == "urgent"
    assert symptom in found.symptoms


@pytest.mark.parametrize("message", HARMLESS)
def test_what_only_sounds_like_one_is_answered(message: str, settings: SafetySettings) -> None:
    assert assess(message, settings).outcome == "none"


@pytest.mark.parametrize("message", SELF_HARM)
def test_self_harm_brings_the_crisis_line(message: str, settings: SafetySettings) -> None:
    found = assess(message, settings)
    assert (found.outcome, found.tier, found.crisis) == ("urgent", "emergency", True)


@pytest.mark.parametrize("message", ["felt rather warm last night", "mum seems off"])
def test_the_unclear_is_asked_about(message: str, settings: SafetySettings) -> None:
    found = assess(message, settings)
    assert (found.outcome, found.tier) == ("check", None)
    assert found.symptoms


def test_what_was_understood_is_named(settings: SafetySettings) -> None:
    found = assess("I am 39.4 and can't stop shaking", settings)
    assert found.understood == "a fever of 39.4 °C and shaking chills"


def test_a_finding_shows_its_place_and_never_the_words(settings: SafetySettings) -> None:
    message = "Hello, where do I park? My temp is 39.2 °C."
    finding = assess(message, settings).findings[0]
    assert message[slice(*finding.span)] == "39.2 °C"
    assert (finding.symptom, finding.reason, finding.counts) == ("fever", "now", True)


def test_a_symptom_only_asked_about_is_remembered(settings: SafetySettings) -> None:
    assert assess("what if I get a fever?", settings).asked_about == ("fever",)


@pytest.mark.parametrize(
    ("threshold", "outcome"), [(37.5, "urgent"), (38.0, "none"), (38.5, "none")]
)
def test_the_clinic_sets_the_fever_threshold(
    threshold: float, outcome: str, settings: SafetySettings
) -> None:
    clinic = replace(settings, fever_threshold_celsius=threshold)
    assert assess("temp 37.6", clinic).outcome == outcome


@pytest.mark.parametrize("padding", [3_000, 1_000_000])
def test_a_red_flag_at_either_end_of_a_long_message_is_found(
    padding: int, settings: SafetySettings
) -> None:
    chatter = "the garden is lovely. " * (padding // 22)
    assert assess(chatter + "now my temp is 39.5", settings).outcome == "urgent"
    assert assess("my temp is 39.5 now. " + chatter, settings).outcome == "urgent"


@pytest.mark.parametrize(
    "message", ["\x00", "\ud800", "((((((((", "*" * 5000, "a" * 5000, "\u200b39.5\u200b", "°" * 99]
)
def test_strange_input_does_no_harm(message: str, settings: SafetySettings) -> None:
    assert assess(message, settings).outcome in ("urgent", "check", "none")


class BrokenDetector:
    """A detector that fails."""

    urgent_from = 0.7
    ask_from = check_from = 0.1

    def __call__(self, reading: Reading) -> Suspicion:
        raise ValueError(reading.words.text)


@pytest.mark.parametrize(
    ("message", "outcome"), [("temp 39.5", "urgent"), ("where do I park", "check")]
)
def test_a_failing_detector_never_means_none(
    message: str,
    outcome: str,
    rules_alone: SafetySettings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = replace(rules_alone, detector=BrokenDetector())
    with caplog.at_level(logging.ERROR):
        assert assess(message, broken).outcome == outcome
    assert "ValueError" in caplog.text
    assert message not in caplog.text


class AlarmedDetector:
    """A detector that always alarms."""

    urgent_from = 0.7
    ask_from = check_from = 0.1

    def __call__(self, reading: Reading) -> Suspicion:  # noqa: ARG002
        return Suspicion(0.9, "fever")


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("Der Hund spielt Klavier auf dem Mond", "none"),
        ("Polkupyörä nukkuu juustosillan alla", "none"),
        ("Велосипед спить під мостом із сиру", "none"),
        ("Baiskeli inalala chini ya daraja la jibini 39.5 fever", "urgent"),
        ("Haemoptysis", "urgent"),
        ("cnat braeth hlep", "urgent"),
        ("chets pian realy bad goin ot my sholder cnat get confortable", "urgent"),
    ],
)
def test_the_detector_judges_english_only(
    message: str, outcome: str, rules_alone: SafetySettings
) -> None:
    alarmed = replace(rules_alone, detector=AlarmedDetector())
    assert assess(message, alarmed).outcome == outcome


SUSPICIONS = {
    "throbbing": Suspicion(0.95, "headache_vision"), "pills": Suspicion(0.8, "self_harm"),
    "pointless": Suspicion(0.5, "self_harm"),
}  # fmt: skip


class WordDetector:
    """A detector that knows some words, the first of them found deciding."""

    urgent_from = 0.7
    ask_from = check_from = 0.1

    def __call__(self, reading: Reading) -> Suspicion:
        for word, suspicion in SUSPICIONS.items():
            if word in reading.words.text:
                return suspicion
        return Suspicion(0.01, "fever")


FILLER = "We went to the garden and looked at the roses there. It was a long day in the sun. " * 2


@pytest.mark.parametrize(
    ("message", "outcome", "crisis"),
    [
        (FILLER + "My temples are throbbing so much today.", "urgent", False),
        # The most alarming stretch is another one: the crisis line is given all the same.
        ("The throbbing is bad. " + FILLER + "I have kept all the pills for it.", "urgent", True),
        ("The throbbing is bad. " + FILLER + "It is all quite pointless now.", "urgent", False),
        (FILLER + "It is all quite pointless now.", "check", True),
        (FILLER + "I have kept all the pills for it.", "check", True),
        (FILLER * 2, "none", False),
    ],
)
def test_a_long_message_is_as_urgent_as_its_worst_stretch(
    message: str, outcome: str, crisis: bool, rules_alone: SafetySettings
) -> None:
    assessment = assess(message, replace(rules_alone, detector=WordDetector()))
    assert (assessment.outcome, assessment.crisis) == (outcome, crisis)


def test_how_urgent_it_is_the_most_alarming_stretch_says(rules_alone: SafetySettings) -> None:
    message = "The throbbing is bad. " + FILLER + "I have kept all the pills for it."
    assessment = assess(message, replace(rules_alone, detector=WordDetector()))
    assert assessment.suspicion == 0.95
    assert not assessment.is_weak
    assert set(assessment.symptoms) == {"headache_vision", "self_harm"}


@pytest.mark.parametrize(
    ("message", "symptoms", "crisis"),
    [
        ("I have a fever of 38.5. suicide", {"fever", "self_harm"}, True),
        ("38.9 since lunch, and self harm", {"fever", "self_harm"}, True),
        ("I have a fever of 38.5. overdose", {"fever", "overdose"}, True),
        ("I have a fever of 38.5. no suicide", {"fever"}, False),
        ("I have a fever of 38.5. I can't cope", {"fever"}, False),
        ("I have a fever of 38.5. is an overdose covered by the insurance?", {"fever"}, False),
    ],
)
def test_what_gives_the_crisis_line_is_among_the_symptoms(
    message: str, symptoms: set[str], crisis: bool, settings: SafetySettings
) -> None:
    found = assess(message, settings)
    assert (set(found.symptoms), found.crisis) == (symptoms, crisis)
    assert found.overdose == ("overdose" in symptoms)


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("thermometer says 37.1", "none"),
        ("It was 37.2 this morning, now I am burning up", "check"),
        (FILLER + "My thermometer says 37.1.", "check"),
    ],
)
def test_a_harmless_number_is_no_fever_where_nothing_else_speaks_of_one(
    message: str, outcome: str, rules_alone: SafetySettings
) -> None:
    alarmed = replace(rules_alone, detector=AlarmedDetector())
    assert assess(message, alarmed).outcome == outcome


def test_a_failing_rule_means_check() -> None:
    broken = SafetySettings(None)  # type: ignore[arg-type]
    assert assess("where do I park", broken) == Assessment("check", decided_by="something failed")


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("temp 39.5", "urgent"), ("I can't breathe", "urgent"), ("fever", "check"),
        ("no fever today", "none"), ("what is car-t", "none"),
    ],
)  # fmt: skip
def test_rules_work_alone(message: str, outcome: str, rules_alone: SafetySettings) -> None:
    assert assess(message, rules_alone).outcome == outcome
