"""What counts as a red flag, as parsed from bot/data/red_flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.safety.finding import Tier
from bot.safety.rules.disguises import undisguiser
from bot.safety.rules.harmless import HarmlessWordings
from bot.safety.rules.lab_results import LabTests
from bot.safety.rules.openings import Openings
from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.quantities import MeasureRules
from bot.safety.rules.slips import Slips
from bot.safety.rules.spelling import SpellingBook
from bot.safety.rules.temperatures import TemperatureRules
from bot.safety.rules.tokens import Typing
from bot.safety.rules.words import Words, read_words

SAYS = "says"
NAMES = "names"
UNCLEAR = "unclear"
ALWAYS = "always"
# Asked about however they are put: "is it legal to end your life", "he had a rope".
ASKED = "asked"
HELP_TO_DIE = "help_to_die"
# Of 1,094 red flags in English of the development sets, bad typos and jargon among them, all have a
# larger share of known words; of texts in thirty other languages nearly all have less.
LEAST_ENGLISH_SHARE = 0.2
FEWEST_WORDS_OF_A_LANGUAGE = 4
# Shorter words are not looked for behind signs: "50s", "a$".
SHORTEST_DISGUISED = 3


@dataclass(frozen=True)
class Symptom:
    """A red-flag symptom.

    Attributes:
        name: snake_case.
        tier: how soon somebody must be called.
        understood: words for the patient.
        source: of the rule, for the clinician.
        mild_is_small: with "slight" before it, it waits for a visit.
        crisis: the crisis line is given.
        overdose: something was swallowed: the emergency number before the crisis line.
        is_sure: its wordings count without a second opinion of the detector.
        is_lasting: counts as well when it is over, if it was within the last day.
        is_settled: the triage has no questions about it; its own would ask for something else.
        when_over: the symptom that it is when it is over, if it was within the last day.
        when_small: the symptom that it is of streaks and specks.
        guessed_of_much: graver symptoms whose guess beside it counts only where much is told.
    """

    name: str
    tier: Tier
    understood: str
    source: str
    mild_is_small: bool = False
    crisis: bool = False
    overdose: bool = False
    is_sure: bool = False
    is_lasting: bool = False
    is_settled: bool = False
    when_over: str = ""
    when_small: str = ""
    guessed_of_much: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Combination:
    """Symptoms that together are an emergency; each group is names of symptoms or of signs.

    ``adds`` names the symptom that they make, where they are no symptoms by themselves.
    """

    name: str
    groups: tuple[frozenset[str], ...]
    source: str
    adds: str = ""


@dataclass(frozen=True, eq=False)
class RedFlagKnowledge:
    """Everything that is written in bot/data/red_flags.

    Attributes:
        symptoms: by name, the emergencies first, in the order of the files.
        mentions: phrases labelled "<symptom>:says", ":names", and so on.
        namings: phrases labelled "<symptom>:<words for the patient>": of "a bad headache or a
            change in your sight" he is told what he wrote.
        milder: phrases of complaints that only count together.
        beside: phrases of signs that only count beside symptoms.
        others: phrases that say that somebody else than the writer has it; see others.yml.
        combinations: symptoms and signs that together are an emergency.
        cues: phrases of context.yml, labelled by their kind.
        temperatures: how body temperatures are recognised and judged.
        measures: how other numbers are recognised and judged.
        spelling: how typos are read.
        signs: the words for which pictures stand.
        harmless: wordings that sound alarming and are none.
        slips: short words as they are mistyped, read only in phrases of the gravest symptoms.
        amounts: phrases that say "little" or "much" of it; see amounts.yml.
        lab_tests: how results of blood tests are recognised.
        openings: what makes a report look like a question or an apology.
        figures: phrases that people put around what they tell; see figures_of_speech.yml.
    """

    symptoms: Mapping[str, Symptom]
    mentions: PhraseBook
    namings: PhraseBook
    milder: PhraseBook
    beside: PhraseBook
    combinations: Sequence[Combination]
    cues: PhraseBook
    temperatures: TemperatureRules
    measures: MeasureRules
    spelling: SpellingBook
    signs: Mapping[str, str] = field(default_factory=dict)
    harmless: HarmlessWordings = field(default_factory=HarmlessWordings)
    slips: Slips = field(default_factory=Slips)
    others: PhraseBook = field(default_factory=PhraseBook)
    amounts: PhraseBook = field(default_factory=PhraseBook)
    lab_tests: LabTests = field(default_factory=LabTests)
    openings: Openings = field(default_factory=Openings)
    figures: PhraseBook = field(default_factory=PhraseBook)

    @cached_property
    def _typing(self) -> Typing:
        crisis = {f"{one.name}:{ALWAYS}" for one in self.symptoms.values() if one.crisis}
        crisis |= {f"{one.name}:{SAYS}" for one in self.symptoms.values() if one.crisis}
        watched = {word for word in self.mentions.words_of(crisis) if self._can_be_disguised(word)}
        return Typing(self.spelling.split, undisguiser(watched), self.signs)

    @staticmethod
    def _can_be_disguised(word: str) -> bool:
        return len(word) >= SHORTEST_DISGUISED and word.isalpha()

    def read(self, text: str) -> Words:
        """Cuts a message into words, typos corrected."""
        return read_words(text, self.spelling.correct, self._typing)

    def mentions_in(self, words: Words) -> list[Match]:
        """Mentions of symptoms, without those inside an unclear wording: "puffed on the hill" is
        not just "puffed"."""
        mentions = self.mentions.find(words)
        unclear = [mention for mention in mentions if mention.label.endswith(UNCLEAR)]
        return [
            mention
            for mention in mentions
            if mention in unclear
            or not any(
                other.label.split(":")[0] == mention.label.split(":")[0]
                and other.first < mention.end
                and mention.first < other.end
                for other in unclear
            )
        ]

    def understood(self, symptom: Symptom, mention: Match, words: Words) -> str:
        """What the patient is told of a mention: what he wrote, where that is clear."""
        named = {
            match.label.partition(":")[2]
            for match in self.namings.find(words)
            if match.label.startswith(f"{symptom.name}:")
            and match.first < mention.end
            and mention.first < match.end
        }
        return named.pop() if len(named) == 1 else symptom.understood

    def is_english(self, words: Words) -> bool:
        """Whether a message is in a language that a detector of English can judge. A few words are
        always judged: they may be misspelt all of them."""
        said = [word.norm for word in words.items if word.norm.isalpha()]
        if len(said) < FEWEST_WORDS_OF_A_LANGUAGE:
            return True
        return sum(map(self.spelling.knows, said)) >= LEAST_ENGLISH_SHARE * len(said)

    def urgency_rank(self, symptom: str) -> int:
        """0 for the most urgent symptom."""
        return self._ranks[symptom]

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {name: rank for rank, name in enumerate(self.symptoms)}
