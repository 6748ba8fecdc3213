"""Trains the language identifier and the detector of other languages. Needs scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression, SGDClassifier

from bot.safety.detector.lines import Line
from bot.safety.languages import identify
from bot.safety.languages.detector import (
    BUCKETS,
    PIECES_WEIGHT,
    RULES_WEIGHT,
    VECTOR_WEIGHT,
    Encode,
    Floats,
    LearnedForeign,
    rule_numbers,
    word_pieces,
)
from bot.safety.languages.identify import ENGLISH, LearnedLanguages
from bot.safety.languages.kernel_machine import (
    WORDS_WEIGHT,
    Booleans,
    Doubles,
    Likeness,
    fit_machine,
)
from bot.safety.languages.knowledge import LanguageKnowledge
from bot.safety.languages.plain import plain
from bot.safety.languages.reading import ForeignReading, read_foreign
from bot.safety.languages.symptom_model import learn_symptoms
from bot.safety.rules.knowledge import Symptom

# So many English lines are learned from besides, each counting as much as a third of a line: what
# a red flag is, the examples of seventeen languages alone say with too few words.
ENGLISH_LEARNED = 2000
ENGLISH_WEIGHT = 0.3
# Of the harmless lines that were held out, this share may be urgent, and this share asked about.
URGENT_SHARE_OF_HARMLESS = 0.02
CHECK_SHARE_OF_HARMLESS = 0.11
HELD_OUT_GROUPS = 4
KERNEL_WIDTH = 0.5
# The identifier: how much everyday words and single English words weigh beside a line.
LINE_WEIGHT, WORD_WEIGHT, ENGLISH_WORD_WEIGHT = 3.0, 0.5, 0.15
ENGLISH_LINES = 6000
LATIN = range(0x250)
_MORE_LATIN = range(0x1E00, 0x1F00)


@dataclass(frozen=True)
class ForeignLine:
    """One example line and its language."""

    line: Line
    language: str

    @property
    def message(self) -> str:
        return self.line.message


def train_identifier(
    lines: Sequence[ForeignLine],
    languages: Mapping[str, LanguageKnowledge],
    english: Sequence[str],
    english_words: Sequence[str],
) -> LearnedLanguages:
    """Learns to tell the languages apart where they are typed with Latin letters.

    Args:
        lines: example lines; those of other letters are left out.
        languages: whose everyday words are learned, too.
        english: English messages.
        english_words: single English words, names among them.
    """
    texts = [(one.language, one.message, LINE_WEIGHT) for one in lines]
    foreign_words = {(code, word) for code, one in languages.items() for word in one.everyday_words}
    texts += [(code, word, WORD_WEIGHT) for code, word in sorted(foreign_words)]
    texts = [text for text in texts if _is_latin(text[1])]
    step = max(1, len(english) // ENGLISH_LINES)
    texts += [(ENGLISH, message, 1.0) for message in english[::step]]
    shared = {word for _, word in foreign_words}
    texts += [(ENGLISH, w, ENGLISH_WORD_WEIGHT) for w in english_words if w not in shared]
    found = [identify.pieces(identify.words_of(plain(text))) for _, text, _ in texts]
    fit = SGDClassifier(
        loss="log_loss",
        alpha=1e-6,
        max_iter=8,
        tol=None,
        average=True,
        n_jobs=-1,
        random_state=0,
    )
    fit.fit(
        _matrix(found, identify.BUCKETS),
        [code for code, _, _ in texts],
        sample_weight=[weight for _, _, weight in texts],
    )
    return LearnedLanguages(
        weights=np.ascontiguousarray(fit.coef_.T.astype(np.float32)),
        bias=fit.intercept_.astype(np.float32),
        codes=tuple(str(code) for code in fit.classes_),
    )


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(ord(letter) in LATIN or ord(letter) in _MORE_LATIN for letter in letters)
    return 2 * latin > len(letters)


def train_foreign_detector(
    lines: Sequence[ForeignLine],
    english: Sequence[Line],
    languages: Mapping[str, LanguageKnowledge],
    symptoms: Mapping[str, Symptom],
    encode: Encode,
) -> LearnedForeign:
    """Learns from the example lines of all languages and some English ones; those labelled "check"
    are left out. The thresholds come from lines that were held out.

    Args:
        lines: example lines of other languages.
        english: example lines of the English detector.
        languages: rules, whose findings are part of what is learned from.
        symptoms: by name.
        encode: texts → unit vectors, the same for all languages.
    """
    own = [one for one in lines if one.line.label != "check"]
    own += _as_typed_on_phones(own)
    step = max(1, len(english) // ENGLISH_LEARNED)
    known = [ForeignLine(one, ENGLISH) for one in english if one.label != "check"][::step]
    seen = [*own, *known]
    vectors = encode([one.message for one in seen])
    readings = [
        read_foreign(one.message, languages[one.language], symptoms)
        if one.language != ENGLISH
        else ForeignReading(plain(one.message))
        for one in seen
    ]
    pieces = _matrix([word_pieces(one.text) for one in readings], BUCKETS)
    rules = np.array([rule_numbers(one) for one in readings], dtype=np.float32)
    return _train(seen, len(own), vectors, rules, pieces)


def _as_typed_on_phones(lines: Sequence[ForeignLine]) -> list[ForeignLine]:
    """The lines of Latin letters with accents once more, without them."""
    return [
        replace(one, line=replace(one.line, message=plain(one.message)))
        for one in lines
        if _is_latin(one.message) and any(c.isalpha() and not c.isascii() for c in one.message)
    ]


def _train(
    lines: Sequence[ForeignLine], own: int, vectors: Floats, rules: Floats, pieces: csr_matrix
) -> LearnedForeign:
    mean = vectors.mean(axis=0)
    scale = VECTOR_WEIGHT / float(np.linalg.norm(vectors - mean, axis=1).mean())
    points = np.hstack([(vectors - mean) * scale, rules * RULES_WEIGHT]).astype(np.float32)
    urgent = np.array([one.line.is_urgent for one in lines])
    weights = np.array([1.0] * own + [ENGLISH_WEIGHT] * (len(lines) - own))
    # The machine weighs words by a factor of its own.
    likeness = Likeness(points, pieces * (PIECES_WEIGHT / WORDS_WEIGHT) ** 0.5, KERNEL_WIDTH)
    margins = _held_out_margins(lines, own, urgent, weights, likeness)
    platt = LogisticRegression(C=1e6).fit(margins[:, None], urgent[:own])
    harmless = platt.predict_proba(margins[~urgent[:own], None])[:, 1]
    machine = fit_machine(np.arange(len(lines)), urgent, weights, likeness)
    support_weights = machine.weights.astype(np.float32)
    kinds = [one.line.symptom for one in lines]
    model = learn_symptoms(kinds, points, pieces)
    return LearnedForeign(
        mean=mean,
        scale=scale,
        kernel_width=KERNEL_WIDTH,
        supports=points[machine.supports],
        support_weights=support_weights,
        piece_weights=PIECES_WEIGHT
        * np.asarray(support_weights @ pieces[machine.supports]).ravel(),
        bias=machine.bias,
        steepness=float(platt.coef_[0, 0]),
        shift=float(platt.intercept_[0]),
        urgent_from=float(np.quantile(harmless, 1 - URGENT_SHARE_OF_HARMLESS)),
        check_from=float(np.quantile(harmless, 1 - CHECK_SHARE_OF_HARMLESS)),
        symptom_weights=model.of_points,
        symptom_piece_weights=model.of_words,
        symptom_bias=model.bias,
        symptom_names=model.names,
    )


def _held_out_margins(
    lines: Sequence[ForeignLine],
    own: int,
    urgent: Booleans,
    weights: Doubles,
    likeness: Likeness,
) -> Doubles:
    """The margin of each line of another language by a machine that has not seen the line, nor its
    copy without accents."""
    texts = {text: row for row, text in enumerate(sorted({plain(o.message) for o in lines[:own]}))}
    groups = np.array([texts[plain(one.message)] % HELD_OUT_GROUPS for one in lines[:own]])
    margins = np.zeros(own)
    for group in range(HELD_OUT_GROUPS):
        unseen = np.flatnonzero(groups == group)
        seen = np.setdiff1d(np.arange(len(lines)), unseen)
        machine = fit_machine(seen, urgent, weights, likeness)
        margins[unseen] = machine.margins(unseen, likeness)
    return margins


def _matrix(rows: Sequence[Mapping[int, float]], width: int) -> csr_matrix:
    indices = [bucket for row in rows for bucket in row]
    values = np.array([value for row in rows for value in row.values()], dtype=np.float32)
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((values, indices, ends), shape=(len(rows), width))
