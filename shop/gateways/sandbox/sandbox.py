"""The sandbox put together: one file of state, an API for our adapter, a page for the buyer."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from core import clock
from shop.gateways.sandbox.api import SandboxApi
from shop.gateways.sandbox.events import Courier, Post
from shop.gateways.sandbox.page import SandboxPage
from shop.gateways.sandbox.sessions import pay_session
from shop.gateways.sandbox.store import Store
from shop.gateways.sandbox.transport import InProcessClient, Watch

API_KEY = "sk_test_sandbox"
PREFIX = "/sandbox-cashier"
TIMEOUT_S = 10


def post_to(url: str) -> Post:
    """A way to send webhooks over HTTP to the shop."""
    parts = urlsplit(url)

    def post(body: bytes, headers: Mapping[str, str]) -> int:
        is_secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=TIMEOUT_S)
        try:
            connection.request("POST", parts.path, body=body, headers=dict(headers))
            return connection.getresponse().status
        except http.client.HTTPException as trouble:
            raise OSError(str(trouble)) from trouble
        finally:
            connection.close()

    return post


class Sandbox:
    """Our peer of Stripe; also the buyer's finger on the pay button (`DemoCashier`)."""

    def __init__(
        self,
        path: Path,
        *,
        webhook_secret: str,
        page_url: str,
        post: Post,
        is_self_driven: bool = True,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._now = now
        self._is_self_driven = is_self_driven
        self.store = Store(path)
        self.courier = Courier(self.store, secret=webhook_secret, post=post, now=now)
        self.api = SandboxApi(self.store, api_key=API_KEY, page_url=page_url, now=now).wsgi
        self.page = SandboxPage(self.store, secret=webhook_secret, now=now, wake=self.wake).wsgi

    def client(self, *, watch: Watch | None = None) -> InProcessClient:
        """The HTTP client with which the Stripe SDK reaches this sandbox."""
        return InProcessClient(self.api, watch=watch, wake=self.wake)

    def wake(self) -> None:
        """Send waiting events, unless the test does it by hand."""
        if self._is_self_driven:
            self.courier.wake()

    def turn(self, name: str, value: int = 1) -> None:
        """Turn a chaos switch (see `api.py`, `events.py`, `refunds.py`, `sessions.py`)."""
        with self.store.unit() as unit:
            unit.set_switch(name, value)

    def pay(self, provider_id: str) -> None:
        """Press the pay button."""
        with self.store.unit() as unit:
            pay_session(unit, provider_id, self._now())
        self.wake()
