"""Grain from the weighbridge to the last gram, by the pages."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.rules.actor import SYSTEM
from catalog.models.stock import Lot, StockPool
from catalog.models.storage import Silo, StorageCheck, StorageClaim, StorageFee, StorageLot
from catalog.queries.storage import get_stored
from catalog.rules.families import Family
from catalog.services.lots import release_lot
from catalog.services.proof import prove_stock
from catalog.services.storage_fees import close_month
from core import clock
from tests.factories.accounts import make_member, make_org, sign_in
from tests.factories.catalog import AT, make_spec

SILO = {
    "name": "1 号仓",
    "county_code": "640181",
    "capacity_t": "40",
    "fee": "0.35",
    "shrink_percent": "0.1",
}
LATER = AT + timedelta(days=60)


@pytest.fixture
def mill(client, db_session):
    org = make_org(county_code="640181")
    sign_in(client, make_member(org))
    return org


def intake(**changes):
    spec = make_spec(family=Family.GRAIN, piece_g=25_000)
    return {
        "spec": spec.ref,
        "grade": "二等",
        "gross_kg": "45600",
        "tare_kg": "15600",
        "produced_on": "2026-10-20",
        "certificate_no": "HG-1",
        "moisture": "14.5",
        "impurity": "0.8",
        "rotation_on": "2027-10-01",
        **changes,
    }


def silo_of(client, mill, db_session):
    assert client.post(f"/o/{mill.ref}/storage/silos/new", data=SILO).status_code == 303
    return db_session.scalars(select(Silo)).one()


def stored_of(client, mill, db_session):
    silo = silo_of(client, mill, db_session)
    answer = client.post(f"/o/{mill.ref}/storage/silos/{silo.ref}/intake", data=intake())
    assert answer.status_code == 303, answer.text
    return db_session.scalars(select(StorageLot)).one()


def check(client, mill, stored, **typed):
    form = {"moisture": "14", "rotation_on": "2027-12-01", **typed}
    return client.post(f"/o/{mill.ref}/storage/{stored.ref}/checks", data=form)


def test_net_weight_becomes_a_lot_that_leaves_by_its_rotation_date(client, mill, db_session):
    stored = stored_of(client, mill, db_session)
    lot = db_session.get_one(Lot, stored.lot_id)
    assert (lot.grams, lot.pieces, lot.state) == (30_000_000, 1200, "quarantine")
    assert (lot.best_before, lot.grade) == (date(2027, 10, 1), "二等")
    assert (stored.moisture_bp, stored.tests) == (1450, {"impurity": "0.8"})
    page = client.get(f"/o/{mill.ref}/storage").text
    assert "1 号仓" in page
    assert lot.lot_no in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"gross_kg": "60000", "tare_kg": "10000"}, "gross_kg"),
        ({"gross_kg": "15600"}, "gross_kg"),
        ({"rotation_on": "2026-11-25"}, "rotation_on"),
        ({"produced_on": "2027-01-01"}, "produced_on"),
        ({"moisture": "90"}, "moisture"),
        ({"spec": "0" * 26}, "spec"),
    ],
)
def test_what_cannot_lie_there_is_refused_in_its_field(client, mill, db_session, typed, field):
    silo = silo_of(client, mill, db_session)
    answer = client.post(f"/o/{mill.ref}/storage/silos/{silo.ref}/intake", data=intake(**typed))
    assert answer.status_code == 422
    assert f'id="{field}-about"' in answer.text
    assert db_session.scalars(select(Lot)).all() == []


def test_two_intakes_never_fill_more_than_the_silo_holds(client, mill, db_session):
    stored_of(client, mill, db_session)
    silo = db_session.scalars(select(Silo)).one()
    answer = client.post(f"/o/{mill.ref}/storage/silos/{silo.ref}/intake", data=intake())
    assert answer.status_code == 422
    assert len(db_session.scalars(select(StorageLot)).all()) == 1


def test_a_loss_within_the_rate_is_a_movement_and_no_claim(client, mill, db_session):
    stored = stored_of(client, mill, db_session)
    lot_ref = db_session.get_one(Lot, stored.lot_id).ref
    release_lot(SYSTEM, lot_ref=lot_ref, at=AT)
    with clock.at(LATER):
        assert check(client, mill, stored, rest_kg="29950").status_code == 303
        found = get_stored(stored.ref, org_id=mill.id)
    assert found.balance.is_even
    assert (found.balance.shrinkage_g, found.balance.rest_g) == (50_000, 29_950_000)
    assert db_session.scalars(select(StorageClaim)).all() == []
    pool = db_session.scalars(select(StockPool)).one()
    db_session.refresh(pool)
    assert (pool.released_pieces, pool.released_g) == (1198, 29_950_000)
    assert prove_stock() == []


def test_a_loss_beyond_the_rate_is_booked_and_claimed_until_somebody_answers(
    client, mill, db_session
):
    stored = stored_of(client, mill, db_session)
    with clock.at(LATER):
        check(client, mill, stored, rest_kg="29900")
    claim = db_session.scalars(select(StorageClaim)).one()
    measured = db_session.scalars(select(StorageCheck)).one()
    assert (measured.loss_g, measured.allowed_g, claim.over_g) == (100_000, 60_000, 40_000)
    path = f"/o/{mill.ref}/storage/{stored.ref}/claims/{claim.ref}"
    assert client.post(path, data={"answer": ""}).status_code == 422
    assert client.post(path, data={"answer": "保管员承担"}).status_code == 303
    assert client.post(path, data={"answer": "别人"}).status_code == 409
    db_session.refresh(claim)
    assert claim.answer == "保管员承担"


def test_more_than_the_books_have_is_refused_and_nothing_changes(client, mill, db_session):
    stored = stored_of(client, mill, db_session)
    answer = check(client, mill, stored, rest_kg="30001")
    assert answer.status_code == 422
    assert 'value="30001"' in answer.text
    assert db_session.scalars(select(StorageCheck)).all() == []


def test_a_test_without_weighing_only_moves_the_rotation_date(client, mill, db_session):
    stored = stored_of(client, mill, db_session)
    assert check(client, mill, stored, moisture="13.2").status_code == 303
    db_session.expire_all()
    lot = db_session.get_one(Lot, stored.lot_id)
    assert (stored.rotation_on, lot.best_before) == (date(2027, 12, 1), date(2027, 12, 1))
    assert (stored.moisture_bp, lot.grams) == (1320, 30_000_000)


def test_a_month_is_closed_once_and_costs_tonnes_times_days(client, mill, db_session):
    stored_of(client, mill, db_session)
    assert close_month(SYSTEM, day=date(2026, 11, 1), at=AT) == 1
    assert close_month(SYSTEM, day=date(2026, 11, 30), at=AT) == 0
    fee = db_session.scalars(select(StorageFee)).one()
    assert (fee.gram_days, fee.fee_fen) == (30_000_000 * 6, 6300)  # 25 to 30 November


def test_somebody_elses_grain_is_not_found(client, mill, db_session):
    stored = stored_of(client, mill, db_session)
    silo = db_session.scalars(select(Silo)).one()
    other = make_org()
    sign_in(client, make_member(other))
    base = f"/o/{other.ref}/storage"
    assert client.get(f"{base}/{stored.ref}").status_code == 404
    assert client.get(f"{base}/silos/{silo.ref}/intake").status_code == 404
    assert client.post(f"{base}/silos/{silo.ref}/intake", data=intake()).status_code == 404
    assert check(client, other, stored, rest_kg="1").status_code == 404
    assert db_session.scalars(select(StorageCheck)).all() == []
