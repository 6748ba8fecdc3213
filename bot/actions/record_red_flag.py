"""Custom action: writes a red flag into the records. The patient has been told already."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.safety.escalation import RED_FLAG, Escalation
from bot.store.red_flags import record_red_flag


def escalation_of_turn(events: list[dict[str, Any]]) -> Escalation:
    """The red flag that the last message reported, or that its "yes" confirmed."""
    for event in reversed(events):
        escalation = Escalation.from_dict((event.get("parse_data") or {}).get(RED_FLAG))
        if escalation.intent is not None:
            return escalation
    return Escalation()


class ActionRecordRedFlag(Action):
    """Records time, channel, findings, tier and conversation; no text."""

    def name(self) -> str:
        return "action_record_red_flag"

    def run(
        self,
        dispatcher: CollectingDispatcher,  # noqa: ARG002
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002
    ) -> list[dict[str, Any]]:
        escalation = escalation_of_turn(tracker.events)
        asked = tracker.latest_message.get("intent", {}).get("name") == "red_flag_check"
        if escalation.is_check and not asked:
            escalation = escalation.confirmed()
        if escalation.tier is None:
            return []
        record_red_flag(
            conversation=tracker.sender_id,
            channel=tracker.get_latest_input_channel() or "unknown",
            tier=escalation.tier,
            findings=escalation.findings,
        )
        return []
