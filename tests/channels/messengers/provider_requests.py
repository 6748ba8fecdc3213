"""Requests as Twilio, Facebook and Slack make and sign them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.channels.messengers.providers import (
    APP_SECRET,
    AUTH_TOKEN,
    OWN_NUMBER,
    SID,
    SIGNING_SECRET,
    TWILIO_URL,
)

_numbers = itertools.count(1)


def sms(sender: str, body: str, **fields: str) -> dict[str, str]:
    """https://www.twilio.com/docs/messaging/guides/webhook-request"""
    sid = f"SM{next(_numbers):032d}"
    return {
        "ToCountry": "US", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "",
        "FromZip": "", "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "",
        "Body": body, "FromCountry": "US", "To": OWN_NUMBER, "ToZip": "", "NumSegments": "1",
        "MessageSid": sid, "AccountSid": SID, "From": sender, "ApiVersion": "2010-04-01",
        **fields,
    }  # fmt: skip


def whatsapp(sender: str, body: str, **fields: str) -> dict[str, str]:
    return sms(
        f"whatsapp:{sender}",
        body,
        To=f"whatsapp:{OWN_NUMBER}",
        ProfileName="Ana",
        WaId=sender.lstrip("+"),
        **fields,
    )


def twilio_request(address: str, form: Mapping[str, str], token: str = AUTH_TOKEN) -> httpx.Request:
    """The signature is made here by the documented steps, not by the library that checks it."""
    signed = TWILIO_URL + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    return httpx.Request(
        "POST",
        f"{address}/webhooks/twilio/webhook",
        content=urlencode(form).encode(),
        headers={
            "X-Twilio-Signature": base64.b64encode(digest).decode(),
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "I-Twilio-Idempotency-Token": form.get("MessageSid", ""),
        },
    )


def page_event(sender: str, **event: Any) -> dict[str, Any]:
    return {
        "sender": {"id": sender},
        "recipient": {"id": "1084000000"},
        "timestamp": 1_795_000_000_000 + next(_numbers),
        **event,
    }


def page_message(sender: str, **message: Any) -> dict[str, Any]:
    """https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages"""
    mid = f"m_{'Abc' * 40}{next(_numbers)}"
    return page_event(sender, message={"mid": mid, **message})


def facebook_request(
    address: str, *events: Mapping[str, Any], secret: str = APP_SECRET
) -> httpx.Request:
    body = json.dumps(
        {"object": "page", "entry": [{"id": "1084000000", "time": 1, "messaging": list(events)}]}
    ).encode()
    headers = {
        "X-Hub-Signature-256": facebook_signature(body, secret),
        "Content-Type": "application/json",
    }
    url = f"{address}/webhooks/facebook/webhook"
    return httpx.Request("POST", url, content=body, headers=headers)


def facebook_signature(body: bytes, secret: str = APP_SECRET) -> str:
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def slack_event(user: str, **event: Any) -> dict[str, Any]:
    """https://docs.slack.dev/reference/events/message.im"""
    ts = f"1795000000.{next(_numbers):06d}"
    return {
        "token": "old", "team_id": "T1", "api_app_id": "A1", "type": "event_callback",
        "event_id": f"Ev{next(_numbers):08d}", "event_time": 1_795_000_000,
        "event": {
            "type": "message", "channel_type": "im", "channel": f"D{user}", "user": user,
            "ts": ts, "event_ts": ts, "team": "T1", **event,
        },
    }  # fmt: skip


def slack_request(
    address: str,
    content: Mapping[str, Any],
    secret: str = SIGNING_SECRET,
    age: int = 0,
    as_form: bool = False,
    **headers: str,
) -> httpx.Request:
    text = json.dumps(content)
    body = (urlencode({"payload": text}) if as_form else text).encode()
    stamp = str(int(time.time()) - age)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded" if as_form else "application/json"
    return httpx.Request(
        "POST",
        f"{address}/webhooks/slack/webhook",
        content=body,
        headers={
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
            "Content-Type": kind,
            **headers,
        },
    )
