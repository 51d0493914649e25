"""The sandbox brings notices again until they are taken, signed each time, over real HTTP too."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from shop.gateways import Notice
from shop.gateways.sandbox.sandbox import API_KEY, Sandbox, post_to
from shop.gateways.stripe import StripeGateway, connect
from tests.gateways.test_stripe_contract import AT, REQUEST

SECRET = "whsec_courier"


class Door:
    """Takes notices after refusing some."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.taken: list[tuple[bytes, Mapping[str, str]]] = []

    def __call__(self, body: bytes, headers: Mapping[str, str]) -> int:
        if self.refusals:
            self.refusals -= 1
            raise OSError
        self.taken.append((body, headers))
        return 200


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


def paid(folder: Path, door: Any, now: Any, **more: Any) -> tuple[Sandbox, StripeGateway]:
    sandbox = Sandbox(
        folder / "cashier.sqlite",
        webhook_secret=SECRET,
        page_url="http://localhost/sandbox-cashier",
        post=door,
        now=now,
        **{"is_self_driven": False, **more},
    )
    gateway = connect(API_KEY, webhook_secrets=[SECRET], is_test=True, http_client=sandbox.client())
    sandbox.pay(gateway.create_attempt(REQUEST).provider_id)
    return sandbox, gateway


def test_a_notice_is_brought_again_until_it_is_taken(tmp_path: Path, watch: Watch) -> None:
    door = Door(refusals=3)
    sandbox, _ = paid(tmp_path, door, watch)
    for seconds in (0, 60, 600):
        watch.at = AT + timedelta(seconds=seconds)
        sandbox.courier.deliver_due()
    assert len(door.taken) == 2


def test_what_waits_survives_a_restart(tmp_path: Path, watch: Watch) -> None:
    paid(tmp_path, Door(refusals=2), watch)[0].courier.deliver_due()
    door = Door()
    again = Sandbox(
        tmp_path / "cashier.sqlite",
        webhook_secret=SECRET,
        page_url="http://localhost",
        post=door,
        is_self_driven=False,
        now=watch,
    )
    watch.at = AT + timedelta(minutes=1)
    assert again.courier.deliver_due() == 2


def test_after_three_days_a_notice_is_given_up(tmp_path: Path, watch: Watch) -> None:
    door = Door()
    sandbox, _ = paid(tmp_path, door, watch)
    watch.at = AT + timedelta(days=3, seconds=1)
    assert sandbox.courier.deliver_due() == 0
    assert door.taken == []


def test_an_answer_of_ours_taken_for_a_500_brings_the_notice_twice(
    tmp_path: Path, watch: Watch
) -> None:
    door = Door()
    sandbox, _ = paid(tmp_path, door, watch)
    sandbox.turn("deaf", 2)
    sandbox.courier.deliver_due()
    watch.at = AT + timedelta(minutes=1)
    sandbox.courier.deliver_due()
    assert len(door.taken) == 4
    assert len({body for body, _ in door.taken}) == 2


@pytest.fixture
def shop_door() -> Iterator[tuple[str, list[tuple[bytes, dict[str, str]]]]]:
    """A real HTTP server on a free port of the loopback."""
    heard: list[tuple[bytes, dict[str, str]]] = []

    @Request.application
    def app(request: Request) -> Response:
        heard.append((request.get_data(), dict(request.headers)))
        return Response(status=200)

    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/webhooks/stripe", heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_courier_brings_signed_notices_over_http_by_itself(
    tmp_path: Path, shop_door: tuple[str, list[tuple[bytes, dict[str, str]]]]
) -> None:
    url, heard = shop_door
    deadline = threading.Event()
    sandbox, gateway = paid(
        tmp_path,
        post_to(url),
        lambda: datetime.fromtimestamp(AT.timestamp(), UTC),
        is_self_driven=True,
    )
    for _ in range(100):
        if len(heard) >= 2:
            break
        deadline.wait(0.05)
    assert len(heard) == 2
    now = sandbox.courier._now
    gateway._now = now
    notices = [gateway.parse_notification(headers, body) for body, headers in heard]
    assert [type(notice) for notice in notices] == [Notice, Notice]
