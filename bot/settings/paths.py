"""Where things lie. Paths that a deployment moves can be set by environment variables."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

DATA_DIR = ROOT / "bot" / "data"
FAQ_DIR = DATA_DIR / "faq"
CONVERSATION_DIR = DATA_DIR / "conversation"
CONTEXT_DIR = DATA_DIR / "context"
RED_FLAG_DIR = DATA_DIR / "red_flags"
LANGUAGES_DIR = DATA_DIR / "languages"
VOCABULARY_DIR = DATA_DIR / "vocabulary"
TRIAGE_DIR = DATA_DIR / "triage"
DOCS_DIR = ROOT / "docs"
WEB_DIR = ROOT / "bot" / "web"
DOMAIN_FILE = ROOT / "domain.yml"
CONFIG_FILE = ROOT / "config.yml"

MODELS_DIR = Path(os.environ.get("BOT_MODELS", ROOT / "bot" / "models"))
ENCODER_DIR = MODELS_DIR / "encoder"
# spaCy's tokens and entities, made beside the model (bot/nlu/vocabulary.py).
SPACY_DIR = MODELS_DIR / "spacy"
DETECTOR_FILE = MODELS_DIR / "red_flag_detector.npz"
# Which language a message is in, and the detector of the others.
LANGUAGES_FILE = MODELS_DIR / "languages.npz"
REPORT_MODEL_FILE = MODELS_DIR / "symptom_reports.npz"

STATE_DIR = Path(os.environ.get("BOT_STATE", ROOT / "var"))


def clinic_file() -> Path:
    """The clinic's settings: ``BOT_CLINIC``, else clinic.yml of the project."""
    return Path(os.environ.get("BOT_CLINIC", ROOT / "clinic.yml"))
