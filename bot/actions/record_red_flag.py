"""Custom action: writes a red flag into the records. The patient has been told already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.store.red_flags import record_red_flag


def red_flag_of_turn(events: list[dict[str, Any]]) -> Mapping[str, Any] | None:
    """The red flag that the last message reported, or that its "yes" confirmed."""
    for event in reversed(events):
        red_flag = (event.get("parse_data") or {}).get("red_flag") or {}
        if red_flag.get("outcome") in ("urgent", "check"):
            return dict(red_flag)
    return None


def tier_of(red_flag: Mapping[str, Any], asked: bool) -> str:
    """The tier to record: of an urgent message its own; of a "check" that was just asked "check";
    of one that was confirmed the tier that it has when it is happening now."""
    if asked:
        return "check"
    if red_flag.get("tier"):
        return str(red_flag["tier"])
    return "call_now" if red_flag.get("if_now") in (None, "red_flag_call_now") else "emergency"


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
        red_flag = red_flag_of_turn(tracker.events)
        if red_flag is None:
            return []
        asked = tracker.latest_message.get("intent", {}).get("name") == "red_flag_check"
        record_red_flag(
            conversation=tracker.sender_id,
            channel=tracker.get_latest_input_channel() or "unknown",
            tier=tier_of(red_flag, asked),
            findings=red_flag.get("findings") or [],
        )
        return []
