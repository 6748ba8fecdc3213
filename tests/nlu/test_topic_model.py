"""bot/nlu/topic_model.py: which topic a message is about."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.content.texts import matching_key, visible
from bot.encoders.minilm import SentenceEncoder
from bot.nlu.topic_model import NearestView, TopicModel, TopicModelSettings, VectorView

EXAMPLES = {
    "skin/itch": [
        "my skin itches", "what helps itching", "itchy arms", "how to stop the itch",
        "skin so itchy",
        "itchiness all over", "cream for itchy skin", "is itching normal",
    ],
    "timing/results": [
        "when does it work", "how long until it works", "weeks until results",
        "when will I see results",
        "how soon does it help", "time to response", "does it work right away", "how long to wait",
    ],
    "greet": [
        "hello", "hi there", "good morning", "hey", "hi bot", "greetings", "good evening",
        "hello you",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder.load()


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> TopicModel:
    return fit(encoder)


def fit(encoder: SentenceEncoder) -> TopicModel:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
    texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
    return TopicModel.fit(texts, encoder.encode(texts), labels)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("my arms are itching so badly", "skin/itch"),
        ("after how many weeks would I notice something", "timing/results"),
        ("hello, good afternoon", "greet"),
        # the n-grams know what is misspelt
        ("itchin skinn", "skin/itch"),
        ("wen wil I see resuls", "timing/results"),
    ],
)
def test_best_label(encoder: SentenceEncoder, model: TopicModel, text: str, label: str) -> None:
    (row,) = model.probabilities([text], encoder.encode([text]))
    assert model.labels[row.argmax()] == label
    assert row.sum() == pytest.approx(1)


@pytest.mark.parametrize("text", ["My skin itches!", "MY SKIN ITCHES", "my  skin\nitches"])
def test_an_example_is_known(model: TopicModel, text: str) -> None:
    assert model.exact_label(text) == "skin/itch"


@pytest.mark.parametrize("text", ["my skin does not itch", "itches", "", "!!!"])
def test_other_texts_are_no_examples(model: TopicModel, text: str) -> None:
    assert model.exact_label(text) is None


def test_learning_twice_gives_the_same(encoder: SentenceEncoder, model: TopicModel) -> None:
    texts = ["it itches", "when", "hello?"]
    vectors = encoder.encode(texts)
    again = fit(encoder)
    assert np.array_equal(model.probabilities(texts, vectors), again.probabilities(texts, vectors))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("What is CAR-T?", "what is car t"),
        ("what   is\ncar-t", "what is car t"),
        ("Don’t stop", "dont stop"),
        ("don't stop", "dont stop"),
        ("ﬁne", "fine"),
        ("hair\u200bloss", "hairloss"),
        ("\u202ewhy\u202c", "why"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("½ dose", "1 2 dose"),
        ("👍", ""),
        ("?!", ""),
        ("", ""),
    ],
)
def test_matching_key(text: str, key: str) -> None:
    assert matching_key(text) == key


@pytest.mark.parametrize(
    ("one", "other"), [("no rash", "rash"), ("38.0", "380"), ("cant", "can"), ("crs", "car s")]
)
def test_different_texts_have_different_keys(one: str, other: str) -> None:
    assert matching_key(one) != matching_key(other)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("  a \t b ", "a b"),
        ("it’s", "it's"),
        ("\ufeffhello\u200d", "hello"),
        ("ＣＲＳ", "CRS"),
        ("👋", "👋"),
    ],
)
def test_visible(text: str, seen: str) -> None:
    assert visible(text) == seen


def unit(*angles: float) -> NDArray[np.float32]:
    """Vectors of the plane at these angles, in degrees."""
    radians = np.radians(angles)
    return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("angle", "nearest"),
    [
        (0, "a"),
        (14, "a"),
        # one example far from the others of its label is enough
        (24, "b"),
        (88, "b"),
        (180, "c"),
    ],
)
def test_the_nearest_example_decides(angle: float, nearest: str) -> None:
    targets = np.array(["b", "a", "a", "b", "a", "b", "c"])
    view = NearestView.fit(unit(90, 0, 10, 80, 20, 23, 180), targets)
    (row,) = view.probabilities(unit(angle))
    assert ["a", "b", "c"][int(row.argmax())] == nearest
    assert row.sum() == pytest.approx(1)


def test_a_topic_weighs_the_same_with_few_examples_as_with_many(encoder: SentenceEncoder) -> None:
    often = [f"does my skin itch because of the cream number {n}" for n in range(60)]
    examples = {**EXAMPLES, "skin/itch": often}
    pairs = [(text, label) for label, texts in examples.items() for text in texts]
    texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
    model = TopicModel.fit(texts, encoder.encode(texts), labels)
    (row,) = model._vector_view.probabilities(encoder.encode(["and how about it then"]))
    skin = list(model.labels).index("skin/itch")
    # By its number of examples it would be more than a half.
    assert row[skin] < 0.4


@pytest.mark.parametrize(
    "text",
    [
        "itchin skinn",
        "when when when does it itch",
        "ITCH",
        "\u00e9t\u00e9",
        "zzz qqq",
        "",
        "hello \U0001f44b",
    ],
)
def test_ngrams_are_weighed_as_scikit_learn_does(model: TopicModel, text: str) -> None:
    view = model._ngram_view
    features = scipy.sparse.hstack([one.transform([text]) for one in view._vectorizers])
    wanted = features @ (view._weights * view._steps[:, np.newaxis])
    assert view._scores(text) == pytest.approx(wanted[0], abs=1e-4)


def test_vectors_are_weighed_as_scikit_learn_does(encoder: SentenceEncoder) -> None:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
    vectors = encoder.encode([text for text, _ in pairs])
    labels = np.array([label for _, label in pairs])
    all_directions = TopicModelSettings(directions=vectors.shape[1], vector_passes=1000)
    view = VectorView.fit(vectors, labels, np.ones(len(pairs)), all_directions)
    model = LogisticRegression(C=all_directions.vector_inverse_regularisation, max_iter=1000)
    wanted = model.fit(vectors, labels)
    asked = encoder.encode(["my skin itches today", "when does it work then"])
    assert list(view.labels) == list(wanted.classes_)
    assert view.probabilities(asked) == pytest.approx(wanted.predict_proba(asked), abs=2e-3)
