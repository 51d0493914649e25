"""What the sandbox tells us: events, signed as Stripe signs, delivered well or badly on purpose.

Chaos switches: `duplicate` n copies more, `drop` the next n events, `delay` seconds, `shuffle`
newest first, `deaf` the next n answers of ours are taken for a 500.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from stripe import WebhookSignature

from shop.gateways.sandbox.store import Store, Thing, Unit

log = logging.getLogger(__name__)
API_VERSION = "2026-10-28.endive"
LEASE_S = 30
MOST_TRIES = 12
IDLE_S = 60
GIVE_UP_S = 3 * 24 * 3600
Post = Callable[[bytes, Mapping[str, str]], int]
"""Sends body and headers to the shop and answers its HTTP status."""


def add_event(unit: Unit, kind: str, thing: Thing, at: datetime) -> Thing:
    """Record that something happened and queue its deliveries."""
    created = int(at.timestamp())
    event: Thing = {
        "id": f"evt_test_{unit.next_number():010d}",
        "object": "event",
        "api_version": API_VERSION,
        "created": created,
        "data": {"object": thing},
        "livemode": bool(thing.get("livemode")),
        "pending_webhooks": 1,
        "type": kind,
    }
    unit.put(event)
    if not unit.use_switch("drop"):
        for _ in range(1 + unit.switch("duplicate")):
            unit.add_delivery(event["id"], created + unit.switch("delay"))
    return event


def sign(payload: bytes, secret: str, at: datetime) -> dict[str, str]:
    """The headers of a webhook request."""
    signature = WebhookSignature.generate_signature_header(
        payload.decode(), secret, int(at.timestamp())
    )
    return {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}


class Courier:
    """Carries events to the shop, again and again until the shop has taken them."""

    def __init__(
        self, store: Store, *, secret: str, post: Post, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._secret = secret
        self._post = post
        self._now = now
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def deliver_due(self) -> int:
        """Send what is due now; returns how many the shop took."""
        at = int(self._now().timestamp())
        with self._store.unit() as unit:
            waiting = unit.due(at)
            if unit.switch("shuffle"):
                waiting.reverse()
        return sum(self._deliver(*delivery) for delivery in waiting)

    def _deliver(self, number: int, event_id: str, tries: int) -> bool:
        at = self._now()
        stamp = int(at.timestamp())
        with self._store.unit() as unit:
            event = unit.find("event", event_id)
            if event is None or not unit.claim(number, stamp + LEASE_S, stamp):
                return False
            if stamp - event["created"] > GIVE_UP_S:  # as Stripe does: looking finds it
                unit.settle(number, done_at=stamp, due=stamp)
                return False
        payload = json.dumps(event, ensure_ascii=False).encode()
        is_taken = self._send(payload, sign(payload, self._secret, at))
        with self._store.unit() as unit:
            is_taken = is_taken and not unit.use_switch("deaf")
            is_over = is_taken or tries + 1 >= MOST_TRIES
            unit.settle(
                number, done_at=stamp if is_over else None, due=stamp + min(2 ** (tries + 1), 3600)
            )
        return is_taken

    def _send(self, payload: bytes, headers: Mapping[str, str]) -> bool:
        try:
            return 200 <= self._post(payload, headers) < 300
        except OSError as trouble:
            log.warning("sandbox webhook not delivered: %s", trouble)
            return False

    def wake(self) -> None:
        """Let a thread of this process carry what waits; it ends when nothing does."""
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="sandbox-courier", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        while True:
            self.deliver_due()
            with self._guard:
                wait = self._wait_s()
                if wait is None:
                    self._thread = None
                    return
            time.sleep(wait)

    def _wait_s(self) -> float | None:
        with self._store.unit() as unit:
            upcoming = unit.next_due()
        if upcoming is None:
            return None
        wait = upcoming - int(self._now().timestamp())
        return None if wait > IDLE_S else max(0.2, min(wait, 5))
