"""bot/nlu/vocabulary.py: drugs, treatments and symptoms in a message."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from bot.content.vocabulary import VocabularyError, read_drug_types, read_patterns
from bot.nlu.vocabulary import build_spacy_pipeline


@pytest.fixture(scope="module")
def nlp(tmp_path_factory: pytest.TempPathFactory) -> Language:
    folder = tmp_path_factory.mktemp("spacy") / "pipeline"
    build_spacy_pipeline(folder)
    return spacy.load(folder)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("I get pembrolizumab", [("drug", "pembrolizumab")]),
        # brand names, in any case
        ("KEYTRUDA on monday", [("drug", "pembrolizumab")]),
        ("opdivo and yervoy", [("drug", "nivolumab"), ("drug", "ipilimumab")]),
        # misspellings that patients write
        ("is keytruder safe", [("drug", "pembrolizumab")]),
        ("tecentrik?", [("drug", "atezolizumab")]),
        # several words; the longest name wins
        ("relatlimab and nivolumab", [("drug", "relatlimab and nivolumab")]),
        ("car t cells", [("treatment", "CAR T-cell therapy")]),
        ("what is CAR-T", [("treatment", "CAR T-cell therapy")]),
        ("a checkpoint inhibitor", [("treatment", "checkpoint inhibitor")]),
        ("steroids for my rash", [("treatment", "corticosteroid"), ("symptom", "rash")]),
        ("short of breath and itchy", [("symptom", "breathlessness"), ("symptom", "itching")]),
        ("cytokine storm", [("symptom", "cytokine release syndrome")]),
        # words that only hold such a word inside must not match
        ("the chemotaxis of cells", []),
        ("irrational temperament", []),
        ("I tipped the driver in Nivonia", []),
        ("a rasher of bacon", []),
        ("my carpet", []),
        ("", []),
    ],
)
def test_entities(nlp: Language, text: str, entities: list[tuple[str, str]]) -> None:
    assert [(entity.label_, entity.ent_id_) for entity in nlp(text).ents] == entities


def write_vocabulary(folder: Path, drug: str) -> Path:
    (folder / "treatment.yml").write_text("chemo: [chemotherapy]\n", encoding="utf-8")
    (folder / "symptom.yml").write_text("rash: []\n", encoding="utf-8")
    (folder / "drug.yml").write_text(drug, encoding="utf-8")
    return folder


def test_patterns_hold_name_and_other_words(tmp_path: Path) -> None:
    patterns = read_patterns(write_vocabulary(tmp_path, "abcmab: [Abra]\n"))
    assert {"label": "drug", "pattern": "abcmab", "id": "abcmab"} in patterns
    assert {"label": "drug", "pattern": "Abra", "id": "abcmab"} in patterns
    assert len(patterns) == 5


def test_drugs_may_stand_under_their_kind_of_treatment(tmp_path: Path) -> None:
    folder = write_vocabulary(tmp_path, "car_t:\n  abc-cel: [Abra]\nxyzmab: []\n")
    drugs = [pattern for pattern in read_patterns(folder) if pattern["label"] == "drug"]
    assert drugs == [
        {"label": "drug", "pattern": "abc-cel", "id": "abc-cel"},
        {"label": "drug", "pattern": "Abra", "id": "abc-cel"},
        {"label": "drug", "pattern": "xyzmab", "id": "xyzmab"},
    ]
    assert read_drug_types(folder) == {"abc-cel": "car_t"}


@pytest.mark.parametrize(
    ("drug", "reason"),
    [
        ("- a\n- b\n", "should be `name: \\[other words\\]` lines"),
        ("abcmab: Abra\n", "abcmab: should be a list of words"),
        ("abcmab: [1]\n", "abcmab: should be a list of words"),
        ("abcmab:\n", "abcmab: should be a list of words"),
        ("antibody:\n  abcmab: Abra\n", "abcmab: should be a list of words"),
        ("antibody: {car_t: {abcmab: []}}\n", "car_t: should be a list of words"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, drug: str, reason: str) -> None:
    with pytest.raises(VocabularyError, match=rf"drug\.yml: {reason}"):
        read_patterns(write_vocabulary(tmp_path, drug))


def test_building_again_replaces_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    folder.mkdir()
    build_spacy_pipeline(tmp_path / "spacy", write_vocabulary(folder, "abcmab: []\n"))
    build_spacy_pipeline(tmp_path / "spacy", write_vocabulary(folder, "xyzmab: []\n"))
    nlp = spacy.load(tmp_path / "spacy")
    assert [entity.ent_id_ for entity in nlp("abcmab or xyzmab").ents] == ["xyzmab"]
