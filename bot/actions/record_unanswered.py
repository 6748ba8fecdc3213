"""Custom action: writes down, masked, what the assistant had no sure answer to."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.store.unanswered import record_unanswered


class ActionRecordUnanswered(Action):
    """Records time, channel, conversation, the masked question and the topics that came close."""

    def name(self) -> str:
        return "action_record_unanswered"

    def run(
        self,
        dispatcher: CollectingDispatcher,  # noqa: ARG002
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002
    ) -> list[dict[str, Any]]:
        message = tracker.latest_message
        record_unanswered(
            conversation=tracker.sender_id,
            channel=tracker.get_latest_input_channel() or "unknown",
            text=str(message.get("text") or ""),
            offered=message.get("topics") or [],
        )
        return []
