"""The safety layer: does a message tell of a red flag that is happening now?"""

from bot.safety.assess import SafetySettings, assess
from bot.safety.finding import Assessment, Finding, Outcome, Tier
from bot.safety.rules.knowledge import RedFlagKnowledge

__all__ = [
    "Assessment",
    "Finding",
    "Outcome",
    "RedFlagKnowledge",
    "SafetySettings",
    "Tier",
    "assess",
]
