"""Trains the detector on labelled lines of many writers. Needs scikit-learn; no files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.safety.detector.detector import (
    DIRECTIONS,
    NO_SYMPTOM,
    RULES_WEIGHT,
    URGENT,
    Encode,
    Floats,
    Learned,
    Views,
)
from bot.safety.detector.directions import directions_of
from bot.safety.detector.draws import at_most, keys_of, one_in, random_of
from bot.safety.detector.features import ngrams, rule_features, word_buckets
from bot.safety.detector.lines import ALWAYS_SEEN, ORDINARY, REPORTS, UNNAMED, Line
from bot.safety.detector.network import Network, log_odds_of_any, united
from bot.safety.detector.network_training import (
    LEARN_AT_ONCE,
    UNKNOWN,
    Integers,
    Passes,
    Question,
    learn_network,
)
from bot.safety.detector.stretches import stretches
from bot.safety.rules.knowledge import RedFlagKnowledge
from bot.safety.rules.reading import Reading, read_message
from bot.safety.rules.typos import mistyped

# Of must-not-alarm lines by writers held out of training, this share may be called urgent by the
# detector alone, this share may be asked about where no rule found anything, and this share where
# one did. They set the three thresholds.
URGENT_SHARE_OF_HARMLESS = 0.045
ASK_SHARE_OF_HARMLESS = 0.13
CHECK_SHARE_OF_HARMLESS = 0.20
# The writers are held out in so many groups, one after the other.
HELD_OUT_GROUPS = 2
# So many networks, whose mean decides, have seen all writers: two find as much as one that is
# trained for twice as long, and the second half a hundredth more.
NETWORKS = 2
HOW = Passes(passes=12, traits=8, words_scale=0.5)
HOW_OF_REPORTS = Passes(passes=12, traits=1, words_scale=1.0)
# The thresholds are set by one in so many of the lines of those who are held out.
MEASURED_ONE_IN = 2
# So many of the ordinary messages are learned from. Each counts as much as half a line, as does a
# report that can wait: it is asked about anyway.
ORDINARY_LEARNED = 4000
ORDINARY_WEIGHT = 0.5
# Thoughts of suicide are told in the most everyday words of all red flags, and are missed first.
SELF_HARM, SELF_HARM_WEIGHT = "self_harm", 2.0
VERY_SHORT_WORDS = 3
# So many of them are learned from as messages that report nothing; that costs little.
ORDINARY_WITHOUT_REPORT = 12000
# Harmless lines of these kinds report something all the same, if only something mild.
KINDS_WITH_REPORT = frozenset({"mild", "below_threshold", "numbers"})
# One harmless line in so many is learned from with typing errors, too.
MISTYPED_ONE_IN = 10

# The fever threshold under which the lines were labelled.
_FEVER_CELSIUS = 38.0
# A line, and what the rules notice in it.
Read = tuple[Line, Reading]


def train_detector(
    lines: Sequence[Line],
    knowledge: RedFlagKnowledge,
    encode: Encode,
    ordinary: Sequence[str] = (),
    widths: Sequence[int] | None = None,
    reports: Sequence[str] = (),
) -> Learned:
    """Learns from the lines; those labelled "check" are left out.

    Args:
        lines: lines of several writers; whole writers are held out to set the thresholds.
        knowledge: the lists, whose findings are part of what is learned from.
        encode: texts → unit vectors.
        ordinary: messages that must not alarm; some 4,000 are learned from.
        widths: of the vectors of several encoders that stand side by side; None: it is one.
        reports: messages that report milder symptoms.
    """

    def read(line: Line) -> Read:
        return line, read_message(line.message, knowledge, _FEVER_CELSIUS)

    learned = [line for line in lines if line.label != "check"]
    some = _drawn(ordinary, ORDINARY_LEARNED)
    reads = [one for line in learned for one in _parts(line, read)]
    reads += [read(Line("none", ORDINARY, one, ORDINARY)) for one in some]
    reads += [read(line) for line in _mistyped_copies([line for line, _ in reads])]
    vectors = encode([line.message for line, _ in reads])
    views = [
        Views(vector, rule_features(reading, knowledge), ngrams(reading))
        for vector, (_, reading) in zip(vectors, reads, strict=True)
    ]
    learned_from = [line for line, _ in reads]
    harmless = sorted({*_drawn(ordinary, ORDINARY_WITHOUT_REPORT)} - {*some})
    more = [*harmless, *reports]
    further = _Further(more, encode(more) if more else vectors[:0], len(harmless))
    return _train(learned_from, views, widths or (vectors.shape[1],), further)


def _drawn(messages: Sequence[str], most: int) -> list[str]:
    """Some of the messages, drawn among long and, as many, among very short ones: a single strange
    word is where a detector of sentences guesses most."""
    short = [message for message in messages if len(message.split()) <= VERY_SHORT_WORDS]
    long = [message for message in messages if len(message.split()) > VERY_SHORT_WORDS]
    half = most // 2
    return [m for some in (short, long) for m in at_most(half, some, "ordinary")]


def _parts(line: Line, read: Callable[[Line], Read]) -> list[Read]:
    """A line as the detector meets it: a long one in stretches. All stretches of a harmless story
    are harmless; which one of an alarming story alarms is not known, so it is not learned from."""
    whole = read(line)
    parts = stretches(whole[1].words)
    if not parts:
        return [whole]
    return [] if line.is_urgent else [read(replace(line, message=part)) for part in parts[::2]]


def _mistyped_copies(lines: Sequence[Line]) -> list[Line]:
    """Some of the harmless lines once more, as they would be typed in a hurry."""
    harmless = [line for line in lines if line.label == "none"]
    return [
        replace(line, message=mistyped(line.message, random_of(line.message, "errors")))
        for line in one_in(MISTYPED_ONE_IN, harmless, lambda line: line.message, "mistyped")
    ]


@dataclass(frozen=True)
class _Further:
    """Texts that only tell reports from none: first ``harmless`` ones, then reports."""

    texts: list[str]
    vectors: Floats
    harmless: int


def _train(
    lines: Sequence[Line], views: Sequence[Views], widths: Sequence[int], further: _Further
) -> Learned:
    vectors = np.array([view.vector for view in views])
    mean = vectors.mean(axis=0)
    projection = directions_of(vectors - mean, widths, DIRECTIONS)
    rules = np.array([view.rules for view in views])
    points = np.hstack([(vectors - mean) @ projection.T, rules * RULES_WEIGHT])
    known = _Known(lines, points, word_matrix([view.words for view in views]))
    everything = np.arange(len(lines))
    with ThreadPoolExecutor(LEARN_AT_ONCE) as threads:
        networks = [threads.submit(_learn, known, everything, seed) for seed in range(NETWORKS)]
        reports = threads.submit(_learn_reports, lines, points, further, mean, projection)
        evidence, rows = _held_out(known, threads)
    urgent = known.urgent[rows]
    platt = LogisticRegression(C=1e6).fit(evidence, urgent)
    probabilities = platt.predict_proba(evidence[~urgent])[:, 1]
    return Learned(
        mean=mean,
        projection=projection,
        network=united([network.result() for network in networks]),
        steepness=float(platt.coef_[0, 0]),
        symptom_steepness=float(platt.coef_[0, 1]),
        shift=float(platt.intercept_[0]),
        urgent_from=float(np.quantile(probabilities, 1 - URGENT_SHARE_OF_HARMLESS)),
        ask_from=float(np.quantile(probabilities, 1 - ASK_SHARE_OF_HARMLESS)),
        check_from=float(np.quantile(probabilities, 1 - CHECK_SHARE_OF_HARMLESS)),
        symptom_names=known.symptom_names,
        reports=reports.result(),
    )


def _learn_reports(
    lines: Sequence[Line], points: Floats, further: _Further, mean: Floats, projection: Floats
) -> Network:
    """Whether a message reports anything at all, by its vector alone: without what the rules found
    it errs in other places than the network beside it."""
    known = np.array([line.is_urgent or line.kind not in KINDS_WITH_REPORT for line in lines])
    directions = points[known, : len(projection)]
    points = np.vstack([directions, (further.vectors - mean) @ projection.T])
    of_known = [line for line, is_known in zip(lines, known, strict=True) if is_known]
    texts = [*(line.message for line in of_known), *further.texts]
    of_further = np.arange(len(further.texts)) >= further.harmless
    is_report = np.concatenate([[line.is_urgent for line in of_known], of_further])
    return learn_network(
        points,
        csr_matrix((len(points), 1), dtype=np.float32),
        (Question(is_report.astype(np.int64), answers=1),),
        np.ones(len(points), np.float32),
        keys_of(texts, "report"),
        HOW_OF_REPORTS,
        seed=0,
    )


class _Known:
    """What is known of the lines, one entry for each."""

    def __init__(self, lines: Sequence[Line], points: Floats, words: csr_matrix) -> None:
        self.points, self.words = points, words
        messages = [line.message for line in lines]
        self.keys = keys_of(messages, "batch")
        self.is_measured = keys_of(messages, "measured") % np.uint64(MEASURED_ONE_IN) == 0
        self.urgent = np.array([line.is_urgent for line in lines])
        self.writers = np.array([line.writer for line in lines])
        self.of_writers = ~np.isin(self.writers, ALWAYS_SEEN)
        is_mild_report = (self.writers == REPORTS) & ~self.urgent
        less = (self.writers == ORDINARY) | is_mild_report
        symptoms = [line.symptom for line in lines]
        more = np.array([name == SELF_HARM for name in symptoms])
        self.weights = np.where(less, ORDINARY_WEIGHT, 1.0).astype(np.float32)
        self.weights[more] *= SELF_HARM_WEIGHT
        self.symptom_names = tuple(sorted({NO_SYMPTOM, *symptoms} - {UNNAMED}))
        places = {name: place for place, name in enumerate(self.symptom_names)}
        self.symptoms = np.array([places.get(name, UNKNOWN) for name in symptoms])


def _learn(known: _Known, rows: Integers, seed: int) -> Network:
    """Whether a line is urgent and which symptom it tells of, learned from some of the lines."""
    questions = (
        Question(known.urgent[rows].astype(np.int64), answers=1),
        Question(known.symptoms[rows], answers=len(known.symptom_names)),
    )
    points, words = known.points[rows], known.words[rows]
    weights, keys = known.weights[rows], known.keys[rows]
    return learn_network(points, words, questions, weights, keys, HOW, seed)


def word_matrix(words: Sequence[Mapping[int, float]]) -> csr_matrix:
    """The words of all messages, one row each."""
    ends = np.cumsum([0, *map(len, words)])
    columns = [bucket for row in words for bucket in row]
    values = np.array([value for row in words for value in row.values()], dtype=np.float32)
    return csr_matrix((values, columns, ends), shape=(len(words), word_buckets()))


class _Evidence(NamedTuple):
    """For some lines (``rows``) what a network says that has not seen their writer: how urgent they
    are, and the log odds of any symptom (lines × 2)."""

    of_lines: Floats
    rows: Integers


def _held_out(known: _Known, threads: Executor) -> _Evidence:
    """Evidence of lines of all writers, but for those that are always seen."""
    names = sorted(set(known.writers[known.of_writers]))
    groups = range(min(HELD_OUT_GROUPS, len(names)))
    held_out = [np.isin(known.writers, names[group::HELD_OUT_GROUPS]) for group in groups]
    networks = [
        threads.submit(_learn, known, np.flatnonzero(~held_out[group]), group) for group in groups
    ]
    rows = [np.flatnonzero(of_group & known.is_measured) for of_group in held_out]
    evidence = [
        _evidence_of(network.result(), known, some)
        for network, some in zip(networks, rows, strict=True)
    ]
    return _Evidence(np.concatenate(evidence), np.concatenate(rows))


def _evidence_of(network: Network, known: _Known, rows: Integers) -> Floats:
    none = known.symptom_names.index(NO_SYMPTOM)
    scores = network.scores_of_many(known.points[rows], known.words[rows])
    symptoms = [log_odds_of_any(one[URGENT + 1 :], none) for one in scores]
    return np.column_stack([scores[:, URGENT], symptoms])
