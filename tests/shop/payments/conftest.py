"""A bench for money: the real Stripe adapter, the sandbox behind it, notices by our own door."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from accounts.rules.actor import SYSTEM
from core import outbox
from core.clock import now
from core.db import session
from core.ports import provide
from core.refs import new_ref
from core.unit_of_work import unit_of_work
from shop.events import AttemptCheckDue, OrderHoldEnded
from shop.gateways import PaymentGateway
from shop.gateways.sandbox.sandbox import API_KEY, Sandbox
from shop.gateways.sandbox.sessions import pay_session, settle_session
from shop.gateways.stripe import StripeGateway, connect
from shop.models.ledger import LedgerEntry
from shop.models.orders import OrderGroup
from shop.models.payments import FinanceTask, Payment, PaymentAttempt, Refund
from shop.queries.books import prove_books
from shop.rules.payments import ATTEMPT_IN_URL, CashierPages
from shop.services.attempts import start_attempt
from shop.services.payments import load_payment, open_payment
from shop.services.refunds import request_refund
from tests.factories.payments import make_group

SECRET = "whsec_bench_present"
PREVIOUS = "whsec_bench_previous"
PAGES = CashierPages(
    f"http://localhost/orders/x/pay/{ATTEMPT_IN_URL}/back", "http://localhost/orders/x/pay", "zh"
)


@dataclass
class Bench:
    """One sandbox, one gateway, one open payment of 100 yuan (60 + 40) unless told otherwise."""

    sandbox: Sandbox
    gateway: StripeGateway
    browser: FlaskClient
    answers: list[int] = field(default_factory=list)
    calls: list[tuple[str, str, str]] = field(default_factory=list)

    def open(self, *fen: int, method: str = "online") -> tuple[str, list[str]]:
        """An order and its payment; answers its group and its seller orders."""
        splits = {new_ref(): part for part in fen or (6000, 4000)}
        with unit_of_work():
            group = make_group(sum(splits.values()), method=method).ref
            open_payment(
                SYSTEM,
                group_ref=group,
                due_fen=sum(splits.values()),
                splits=splits,
                method=method,
                at=now(),
            )
        return group, list(splits)

    def start(self, group: str, *, is_sent: bool = True) -> str:
        """Begin to pay; answers the attempt."""
        with unit_of_work():
            ref = start_attempt(
                SYSTEM,
                group_ref=group,
                capabilities=self.gateway.capabilities(),
                pages=PAGES,
                at=now(),
            )
        if is_sent:
            self.pump()
        return ref

    def end_hold(self, group: str) -> None:
        """The time to pay is over."""
        with unit_of_work():
            outbox.publish(OrderHoldEnded(group), dedupe_key=f"{group}@{now()}")
        self.pump()

    def pump(self) -> int:
        """Run what is due in the outbox."""
        return outbox.run_due(rounds=20)

    def deliver(self) -> int:
        """Let the sandbox send its notices, and react to them."""
        taken = self.sandbox.courier.deliver_due()
        self.pump()
        return taken

    def pay(self, attempt: str, *, is_later: bool = False, is_forced: bool = False) -> None:
        """The buyer pays on the hosted page."""
        with self.sandbox.store.unit() as unit:
            pay_session(
                unit, self.provider_id(attempt), now(), is_later=is_later, is_forced=is_forced
            )

    def press(self, attempt: str, button: str) -> TestResponse:
        """Press a button of the hosted page."""
        url, browser = f"/pay/{self.provider_id(attempt)}", self.sandbox.page.test_client()
        seen = re.search(r'name="csrf" value="(\w+)"', browser.get(url).text)
        assert seen is not None
        return browser.post(url, data={"do": button, "csrf": seen.group(1)})

    def settle(self, attempt: str, *, is_paid: bool) -> None:
        """Money that was under way arrives or fails."""
        with self.sandbox.store.unit() as unit:
            settle_session(unit, self.provider_id(attempt), now(), is_paid=is_paid)

    def paid(self, *fen: int) -> tuple[str, list[str]]:
        """An order that was paid online."""
        group, sellers = self.open(*fen)
        self.pay(self.start(group))
        self.deliver()
        return group, sellers

    def look(self, attempt: str) -> None:
        """Ask the provider about an attempt now."""
        with unit_of_work():
            outbox.publish(AttemptCheckDue(attempt))
        self.pump()

    def refund(
        self, group: str, seller: str, fen: int, *, cause: str = "", is_sent: bool = True
    ) -> str:
        """Give a part back; answers the refund."""
        with unit_of_work():
            ref = request_refund(
                SYSTEM,
                group_ref=group,
                seller_order_ref=seller,
                amount_fen=fen,
                reason="test",
                cause_ref=cause or new_ref(),
                at=now(),
            )
        if is_sent:
            self.pump()
        return ref

    def provider_id(self, attempt: str) -> str:
        return self.attempt(attempt).provider_id or ""

    def attempt(self, ref: str) -> PaymentAttempt:
        session().expire_all()
        return session().scalars(select(PaymentAttempt).where(PaymentAttempt.ref == ref)).one()

    def order(self, group: str) -> str:
        """The state of the order."""
        return session().scalars(select(OrderGroup.state).where(OrderGroup.ref == group)).one()

    def payment(self, group: str) -> Payment:
        return load_payment(group)

    def refunds(self, group: str) -> list[Refund]:
        session().expire_all()
        payment = load_payment(group)
        own = Refund.payment_id == payment.id
        return list(session().scalars(select(Refund).where(own).order_by(Refund.id)))

    def tasks(self) -> list[str]:
        session().expire_all()
        return list(session().scalars(select(FinanceTask.kind).order_by(FinanceTask.id)))

    def books(self) -> dict[str, int]:
        """The balance of each account that is not zero."""
        rows: dict[str, int] = {}
        for account, fen in session().execute(select(LedgerEntry.account, LedgerEntry.amount_fen)):
            rows[account] = rows.get(account, 0) + fen
        return {account: fen for account, fen in rows.items() if fen}

    def at_provider(self, kind: str) -> list[dict[str, object]]:
        """All objects of a kind that the provider keeps."""
        with self.sandbox.store.unit() as unit:
            return unit.newest(kind)


@pytest.fixture
def bench(app: Flask, client: FlaskClient, at: datetime, tmp_path: Path) -> Iterator[Bench]:
    """The bench; after each test the books are proved."""
    made: list[Bench] = []

    def post(body: bytes, headers: Mapping[str, str]) -> int:
        answer = client.post("/webhooks/stripe", data=body, headers=dict(headers))
        made[0].answers.append(answer.status_code)
        return answer.status_code

    sandbox = Sandbox(
        tmp_path / "cashier.sqlite",
        webhook_secret=SECRET,
        page_url="http://localhost/sandbox-cashier",
        post=post,
        is_self_driven=False,
    )
    http = sandbox.client(watch=lambda *call: made[0].calls.append(call))
    gateway = connect(API_KEY, webhook_secrets=[SECRET, PREVIOUS], is_test=True, http_client=http)
    before = app.extensions["ports"][PaymentGateway]
    provide(PaymentGateway, gateway, app=app)
    made.append(Bench(sandbox, gateway, client))
    yield made[0]
    app.extensions["ports"][PaymentGateway] = before
    session().rollback()
    proof = prove_books()
    assert proof.ok, proof.reasons


@pytest.fixture
def books(db_session: Session) -> Session:
    """A database without a provider."""
    return db_session
