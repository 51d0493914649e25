"""Signing under races and under kill -9: signed or not signed, never half.

Runs on an SQLite file; with TEST_DATABASE_URL the race runs on that PostgreSQL as well.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from catalog.models.supply import Commitment
from config.app import create_app
from contracts.gateways import DocumentSigner
from contracts.models.agreements import Contract, ContractVersion
from contracts.models.signatures import Document, Signature, SignatureEnvelope
from contracts.rules.clauses import material_clauses
from contracts.services.signing import Secrets, sign
from core import clock
from core.db import db, session
from core.errors import DomainError
from core.ports import port
from core.unit_of_work import unit_of_work
from tests.conftest import TODAY, make_settings
from tests.factories import contracts as make

URLS = ["sqlite", *(["postgres"] if os.environ.get("TEST_DATABASE_URL") else [])]
ALL = [clause.code for clause in material_clauses()]
HANDS = 5
KILLS = 8
LONGEST_S = 1.2


@pytest.fixture(params=URLS)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own that really commits."""
    url = f"sqlite:///{tmp_path / 'sign.sqlite'}"
    if request.param == "postgres":
        url = f"{os.environ['TEST_DATABASE_URL']}?options=-csearch_path%3Dsign_race"
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        if request.param == "postgres":
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DROP SCHEMA IF EXISTS sign_race CASCADE")
                connection.exec_driver_sql("CREATE SCHEMA sign_race")
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def prepare(house: Flask, *, is_real: bool) -> make.Deal:
    """A frozen contract whose two signatories have their keys."""
    with house.app_context(), clock.at(TODAY), unit_of_work():
        deal = make.frozen(is_real=is_real)
        make.set_pins(deal, port(DocumentSigner) if is_real else make.FAKE)
        return deal


def put_signature(house: Flask, deal: make.Deal, actor, signer: DocumentSigner) -> str:
    """One person signs in a transaction of their own; says what became of it."""
    with house.app_context(), clock.at(TODAY):
        try:
            with unit_of_work():
                code = make.code_for(actor, deal)
            with unit_of_work():
                sign(
                    actor,
                    contract_ref=deal.contract_ref,
                    secrets=Secrets(make.PIN, code, make.server_secret()),
                    acknowledged=ALL,
                    signer=signer,
                    at=TODAY,
                )
        except DomainError as refused:
            return refused.code
        return "signed"


def check_whole(house: Flask, deal: make.Deal) -> int:
    """Every row agrees with the number of signatures; returns that number."""
    with house.app_context(), clock.at(TODAY), unit_of_work():
        envelope = session().scalars(select(SignatureEnvelope)).one()
        contract = session().scalars(select(Contract)).one()
        rows = session().scalars(select(Signature).order_by(Signature.id)).all()
        version = session().scalar(select(ContractVersion.state))
        kinds = session().scalars(select(Document.kind).order_by(Document.id)).all()
        promised = session().scalar(select(func.sum(Commitment.grams))) or 0
        parties = ["seller", "buyer"][: len(rows)]
        last = rows[-1].result_sha256 if rows else envelope.frozen_sha256
        assert [row.party for row in rows] == parties
        assert kinds == ["frozen", *(f"signed_{party}" for party in parties)]
        assert envelope.current_sha256 == last
        assert envelope.state == ("sent", "partial", "complete")[len(rows)]
        is_done = len(rows) == 2
        assert contract.state == ("active" if is_done else "out_for_signature")
        assert version == ("signed" if is_done else "agreed")
        assert promised == (280 * 2_300 if is_done else 0)
        assert (contract.signed_at is not None) == is_done
        return len(rows)


@pytest.mark.race
def test_of_many_hands_on_one_contract_each_side_signs_once(house: Flask) -> None:
    deal = prepare(house, is_real=False)
    start = Barrier(2 * HANDS)

    def hand(number: int) -> str:
        actor = deal.buyer_signatory if number % 2 else deal.seller_signatory
        start.wait()
        return put_signature(house, deal, actor, make.FAKE)

    with ThreadPoolExecutor(2 * HANDS) as pool:
        outcomes = list(pool.map(hand, range(2 * HANDS)))

    signed = check_whole(house, deal)
    assert outcomes.count("signed") == signed >= 1
    assert set(outcomes) <= {"signed", "signed_already", "not_your_turn", "code_expired",
                             "not_out_for_signature", "nothing_to_sign"}  # fmt: skip


@pytest.mark.race
def test_kill_9_at_any_moment_leaves_no_half_signed_contract(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kill.sqlite'}"
    house = create_app(make_settings(tmp_path, database_url=url))
    with house.app_context():
        db.create_all()
    deal = prepare(house, is_real=True)
    dice, seen = random.Random(20261125), set()
    for _ in range(KILLS):
        child = fork_signing(house, deal)
        time.sleep(dice.uniform(0, LONGEST_S))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen.add(check_whole(house, deal))
    with house.app_context():
        signer = port(DocumentSigner)
    for actor in (deal.seller_signatory, deal.buyer_signatory):
        put_signature(house, deal, actor, signer)
    assert check_whole(house, deal) == 2
    assert seen <= {0, 1, 2}
    with house.app_context():
        db.engine.dispose()


def fork_signing(house: Flask, deal: make.Deal) -> int:
    """A process that signs for the seller, then for the buyer."""
    with house.app_context():
        db.engine.dispose()
    child = os.fork()
    if child:
        return child
    try:
        with house.app_context():
            signer = port(DocumentSigner)
        for actor in (deal.seller_signatory, deal.buyer_signatory):
            put_signature(house, deal, actor, signer)
            time.sleep(0.1)  # between the two signatures
    finally:
        os._exit(0)
