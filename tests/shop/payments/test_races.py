"""Scenarios 7 and 23 with real threads and a database of their own: writers that truly collide."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.rules.actor import SYSTEM
from config.app import create_app
from core.clock import now
from core.db import db, session
from core.ports import port
from core.refs import new_ref
from core.unit_of_work import unit_of_work
from shop.errors import RefundTooLarge
from shop.gateways import AttemptTruth, PaymentGateway, TruthState
from shop.gateways.sandbox.events import sign
from shop.models.ledger import LedgerPosting
from shop.models.payments import PaymentAttempt, Refund, WebhookInbox
from shop.queries.books import prove_books
from shop.services.attempts import start_attempt
from shop.services.payments import load_payment, open_payment
from shop.services.refunds import request_refund
from shop.services.truths import Applied, apply_truth
from tests.conftest import make_settings
from tests.factories.payments import make_group
from tests.shop.payments.conftest import PAGES
from tests.shop.payments.test_notices import BODY

pytestmark = pytest.mark.race
THREADS = 8


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    """An app whose commits are real: its own SQLite file, or its own schema of PostgreSQL."""
    settings = make_settings(tmp_path_factory.mktemp("race"))
    given, schema = os.environ.get("TEST_DATABASE_URL"), f"race_{worker_id}"
    if given:
        settings = replace(settings, database_url=f"{given}?options=-csearch_path%3D{schema}")
    app = create_app(settings)
    with app.app_context():
        if given:
            with db.engine.begin() as connection:
                connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
                connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def together(house: Flask, work: Callable[[int], object], times: int) -> list[object]:
    """Run `work` many times at once, each in a unit of work of its own."""

    def one(n: int) -> object:
        with house.app_context():
            try:
                with unit_of_work():
                    return work(n)
            except RefundTooLarge as refusal:
                return refusal.code

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(times)))


def open_order(*fen: int) -> tuple[str, list[str]]:
    splits = {new_ref(): part for part in fen}
    with unit_of_work():
        group = make_group(sum(fen)).ref
        open_payment(
            SYSTEM,
            group_ref=group,
            due_fen=sum(fen),
            splits=splits,
            method="online",
            at=now(),
        )
    return group, list(splits)


def begin(group: str) -> str:
    return start_attempt(
        SYSTEM,
        group_ref=group,
        capabilities=port(PaymentGateway).capabilities(),
        pages=PAGES,
        at=now(),
    )


def paid_truth(attempt: str, fen: int) -> AttemptTruth:
    return AttemptTruth("cs_race", TruthState.PAID, fen, "cny", False, attempt, f"pi_{attempt}")


def test_twenty_double_clicks_begin_one_attempt(house: Flask) -> None:
    with house.app_context():
        group, _ = open_order(10000)
    refs = together(house, lambda _: begin(group), 20)
    assert len(set(refs)) == 1


def test_one_truth_applied_by_many_counts_once(house: Flask) -> None:
    with house.app_context():
        group, _ = open_order(10000)
        with unit_of_work():
            attempt = begin(group)
    outcomes = together(
        house,
        lambda _: apply_truth(
            SYSTEM, attempt_ref=attempt, truth=paid_truth(attempt, 10000), at=now()
        ),
        12,
    )
    assert outcomes.count(Applied.COUNTS) == 1
    assert outcomes.count(Applied.NOTHING) == 11
    with house.app_context():
        postings = select(func.count()).where(LedgerPosting.cause_ref == f"capture-{attempt}")
        assert session().scalar(postings) == 1
        assert load_payment(group).captured_fen == 10000


def test_scenario_23_fifty_refunds_at_once_never_exceed_what_was_captured(house: Flask) -> None:
    with house.app_context():
        group, (seller,) = open_order(10000)
        with unit_of_work():
            attempt = begin(group)
            apply_truth(SYSTEM, attempt_ref=attempt, truth=paid_truth(attempt, 10000), at=now())

    def give_back(n: int) -> str:
        return request_refund(
            SYSTEM,
            group_ref=group,
            seller_order_ref=seller,
            amount_fen=300,
            reason="race",
            cause_ref=f"race-{group}-{n}",
            at=now(),
        )

    answers = together(house, give_back, 50)
    assert answers.count("refund_too_large") == 50 - 33
    with house.app_context():
        own = select(func.sum(Refund.amount_fen)).where(Refund.seller_order_ref == seller)
        assert session().scalar(own) == 9900
        assert load_payment(group).splits[0].reserved_fen == 9900
        assert prove_books().ok


def test_scenario_7_five_copies_at_once_are_one_row_and_five_thanks(house: Flask) -> None:
    headers = sign(BODY, house_secret(house), now())

    def knock(_: int) -> int:
        return house.test_client().post("/webhooks/stripe", data=BODY, headers=headers).status_code

    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(knock, range(5))) == [200] * 5
    with house.app_context():
        assert session().scalar(select(func.count(WebhookInbox.id))) == 1
        assert session().scalar(select(func.count(PaymentAttempt.id))) is not None


def house_secret(house: Flask) -> str:
    with house.app_context():
        gateway = port(PaymentGateway)
    secrets = vars(gateway)["_secrets"]
    return str(secrets[0])
