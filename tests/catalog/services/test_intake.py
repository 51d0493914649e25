"""Many at once are what the same ones are one by one: rows, movements, counters, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Role
from catalog.models.stock import Lot, StockMovement, StockPool
from catalog.models.supply import Forecast, SupplyBucket
from catalog.queries.specs import get_specs
from catalog.rules.families import Family
from catalog.services.forecasts import record_batch, record_forecast
from catalog.services.intake import receive_lots
from catalog.services.lots import NewLot, receive_lot, release_lot
from catalog.services.proof import prove_stock
from core.errors import DomainError, InvalidInput, NotAllowed, NotFound
from tests.factories.accounts import actor_for, make_org
from tests.factories.catalog import DAY, make_listing, make_spec

MONDAY = date(2026, 11, 30)


@pytest.fixture
def specs(db_session: Session) -> list[int]:
    """A leg that is sold, a leg that is not, and goji of the second grade."""
    goji = make_spec(family=Family.GOJI, grade="特级", shelf_life_days=None)
    return [make_spec().id, make_spec().id, goji.id]


def stand(specs: list[int]) -> tuple[OrgCard, Actor]:
    """A seller of the first spec, and who receives for it."""
    seller = make_org()
    make_listing(seller=seller, spec=get_specs(specs)[specs[0]])
    return seller, actor_for(seller)


def goods(seller: OrgCard, specs: list[int]) -> list[NewLot]:
    """Lots of every kind, good and wrong."""
    leg = NewLot(seller.id, specs[0], "640323", DAY - timedelta(days=1), 10, 23_000)
    goji = replace(leg, spec_id=specs[2], grams=5_000)
    return [
        leg,
        replace(leg, lot_no=" A-1 ", certificate_no=" C-1 ", grade="优"),
        replace(leg, lot_no="A-1"),
        replace(leg, lot_no="YC-1124C", county_code="640324"),
        leg,
        replace(leg, spec_id=specs[1], grams=900_000, best_before=DAY),
        replace(leg, grams=900_000),
        replace(leg, pieces=0, grams=0),
        replace(leg, produced_on=DAY + timedelta(days=1)),
        replace(leg, best_before=DAY - timedelta(days=9)),
        replace(leg, spec_id=999_999),
        replace(goji, measure=300),
        replace(goji, measure=2_000),
        leg,
    ]


def one_by_one(actor: Actor, news: list[NewLot], at: datetime) -> dict[int, DomainError]:
    refused: dict[int, DomainError] = {}
    for index, new in enumerate(news):
        try:
            receive_lot(actor, new, at=at)
        except DomainError as wrong:
            refused[index] = wrong
    return refused


def told(refused: dict[int, DomainError]) -> dict[int, object]:
    return {
        index: (why.code, why.fields if isinstance(why, InvalidInput) else None)
        for index, why in refused.items()
    }


def lots_of(db_session: Session, seller: OrgCard) -> list[Lot]:
    db_session.expire_all()
    mine = select(Lot).where(Lot.seller_id == seller.id)
    return list(db_session.scalars(mine.order_by(Lot.id)))


def facts(lot: Lot) -> dict[str, object]:
    own = {"id", "ref", "pool_id", "seller_id"}
    names = [column.key for column in Lot.__table__.columns if column.key not in own]
    return {name: getattr(lot, name) for name in names}


def moves(db_session: Session, lot: Lot, actor: Actor) -> list[tuple[object, ...]]:
    rows = db_session.scalars(select(StockMovement).where(StockMovement.lot_id == lot.id))
    return [
        (r.kind, r.pieces, r.grams, r.created_at, r.cause_ref == lot.ref)
        for r in rows
        if r.by_user_id == actor.user_id
    ]


def counters(db_session: Session, seller: OrgCard) -> list[tuple[object, ...]]:
    own = {"id", "seller_id"}
    columns = [column for column in StockPool.__table__.columns if column.key not in own]
    rows = db_session.execute(select(*columns).where(StockPool.seller_id == seller.id))
    return sorted(tuple(row) for row in rows)


def test_a_batch_and_single_lots_are_equal(
    db_session: Session, specs: list[int], at: datetime
) -> None:
    (one, single), (other, many) = stand(specs), stand(specs)
    first = one_by_one(single, goods(one, specs), at)
    second = receive_lots(many, goods(other, specs), seller_id=other.id, at=at)
    assert told(first) == told(second)
    assert sorted(second) == [2, 6, 7, 8, 9, 10, 12]
    ones, others = lots_of(db_session, one), lots_of(db_session, other)
    assert [facts(lot) for lot in ones] == [facts(lot) for lot in others]
    numbers = ["YC-1124A", "A-1", "YC-1124C", "YC-1124D", "YC-1124E", "YC-1124F", "YC-1124G"]
    assert [lot.lot_no for lot in others] == numbers
    for a, b in zip(ones, others, strict=True):
        assert moves(db_session, a, single) == moves(db_session, b, many)
        assert len(moves(db_session, b, many)) == 1
    for lot in (*ones, *others):
        if lot.lot_no == "A-1":
            release_lot(SYSTEM, lot_ref=lot.ref, at=at)
    assert counters(db_session, one) == counters(db_session, other)
    assert prove_stock() == []


def test_a_number_that_is_there_already_is_refused_and_the_others_come_in(
    db_session: Session, specs: list[int], at: datetime
) -> None:
    seller, actor = stand(specs)
    new = goods(seller, specs)[1]
    receive_lot(actor, new, at=at)
    fresh = replace(new, lot_no="A-2")
    assert list(receive_lots(actor, [new, fresh], seller_id=seller.id, at=at)) == [0]
    assert [lot.lot_no for lot in lots_of(db_session, seller)] == ["A-1", "A-2"]


def test_somebody_elses_lots_and_a_missing_permission_bring_nothing_in(
    db_session: Session, specs: list[int], at: datetime
) -> None:
    (seller, actor), (other, _stranger) = stand(specs), stand(specs)
    with pytest.raises(NotFound):
        receive_lots(actor, goods(other, specs), seller_id=other.id, at=at)
    support = actor_for(seller, Role.OWNER)
    with pytest.raises(NotAllowed):
        receive_lots(support, goods(seller, specs), seller_id=seller.id, at=at)
    mixed = receive_lots(actor, goods(other, specs), seller_id=seller.id, at=at)
    assert len(mixed) == len(goods(other, specs))
    assert lots_of(db_session, seller) + lots_of(db_session, other) == []


def test_a_batch_of_forecasts_is_equal_to_single_ones(
    db_session: Session, specs: list[int], at: datetime
) -> None:
    (one, single), (other, many) = stand(specs), stand(specs)
    weeks = [(spec_id, MONDAY + timedelta(weeks=n)) for n in range(3) for spec_id in specs]
    for p50, p80 in ((900, 800), (700, 600)):
        for spec_id, monday in weeks:
            about = {"seller_id": one.id, "spec_id": spec_id, "monday": monday}
            record_forecast(single, **about, p50_g=p50, p80_g=p80, source="sheet")  # type: ignore[arg-type]
        said = dict.fromkeys(weeks, (p50, p80))
        record_batch(many, said, seller_id=other.id, source="sheet")
    db_session.expire_all()
    for model in (Forecast, SupplyBucket):
        own = {"id", "seller_id", "by_name"}
        columns = [column for column in model.__table__.columns if column.key not in own]
        mine = [
            db_session.execute(
                select(*columns).where(model.seller_id == org.id).order_by(model.id)
            ).all()
            for org in (one, other)
        ]
        assert mine[0] == mine[1]
        assert len(mine[0]) == (18 if model is Forecast else 9)


def test_a_wrong_week_in_a_batch_records_nothing(db_session: Session, specs: list[int]) -> None:
    seller, actor = stand(specs)
    said = {(specs[0], MONDAY): (900, 800), (specs[1], MONDAY): (1, 2)}
    with pytest.raises(InvalidInput):
        record_batch(actor, said, seller_id=seller.id, source="sheet")
    assert db_session.scalars(select(Forecast)).all() == []
