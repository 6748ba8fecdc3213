"""Stock Rasa's configuration: its default English pipeline and policies, as `rasa train` fills in
an empty config.yml (rasa/engine/recipes/config_files/default_config.yml of 3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def stock_config(retrieval_intents: Sequence[str], epochs: int) -> dict[str, Any]:
    """``epochs``: 100 is Rasa's default. Each retrieval intent gets a ResponseSelector."""
    selectors = [
        {
            "name": "ResponseSelector",
            "epochs": epochs,
            "constrain_similarities": True,
            "retrieval_intent": intent,
        }
        for intent in retrieval_intents
    ]
    return {
        "recipe": "default.v1",
        "assistant_id": "stock-rasa",
        "language": "en",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {
                "name": "CountVectorsFeaturizer",
                "analyzer": "char_wb",
                "min_ngram": 1,
                "max_ngram": 4,
            },
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
            {"name": "EntitySynonymMapper"},
            *selectors,
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {
                "name": "TEDPolicy",
                "max_history": 5,
                "epochs": epochs,
                "constrain_similarities": True,
            },
        ],
    }
