"""A carcass is cut up: parts are lots of their own, and the books stay right."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from catalog.errors import LotStepRefused
from catalog.models.stock import Lot, StockMovement
from catalog.queries.genealogy import descendant_ids, family_of
from catalog.queries.stock import available_pieces
from catalog.rules.genealogy import Cut, Part
from catalog.services.cutting import cut_lot
from catalog.services.lots import block_lot
from catalog.services.proof import prove_stock
from core.errors import InvalidInput, NotFound
from tests.factories.accounts import actor_for, make_org
from tests.factories.catalog import make_listing, make_lot

pytestmark = pytest.mark.usefixtures("db_session")


def goods(pieces: int = 2):
    """Two carcasses of 2.3 kg each, and the halves they become."""
    seller = make_org()
    whole = make_listing(seller=seller)
    halves = make_listing(seller=seller)
    return make_lot(whole, pieces=pieces), whole, halves


def lot_row(db: Session, lot_id: int) -> Lot:
    return db.scalars(
        select(Lot).where(Lot.id == lot_id).execution_options(populate_existing=True)
    ).one()


def test_parts_are_released_lots_that_name_their_parent(db_session: Session, at: datetime):
    lot, whole, halves = goods()

    parts = cut_lot(
        SYSTEM, lot_ref=lot.ref, cut=Cut(1, 2_250, (Part(halves.spec_id, 2, 2_100),)), at=at
    )

    part, parent = lot_row(db_session, parts[0].id), lot_row(db_session, lot.id)
    assert (part.parent_id, part.state, part.pieces, part.grams) == (lot.id, "released", 2, 2_100)
    assert (part.certificate_no, part.produced_on) == (parent.certificate_no, parent.produced_on)
    assert (parent.pieces, parent.grams) == (1, lot.grams - 2_250)
    left = available_pieces([whole.listing_id, halves.listing_id], at=at)
    assert left == {whole.listing_id: 1, halves.listing_id: 2}
    assert prove_stock() == []


def test_the_last_piece_ends_its_lot_whatever_it_weighs(db_session: Session, at: datetime):
    lot, _whole, halves = goods(pieces=1)

    cut_lot(SYSTEM, lot_ref=lot.ref, cut=Cut(1, 2_200, (Part(halves.spec_id, 2, 2_000),)), at=at)

    parent = lot_row(db_session, lot.id)
    kinds = db_session.scalars(
        select(StockMovement.kind).where(StockMovement.lot_id == lot.id).order_by(StockMovement.id)
    ).all()
    assert (parent.pieces, parent.grams, parent.state) == (0, 0, "depleted")
    assert kinds == ["received", "weigh_difference", "cut_out"]
    assert prove_stock() == []


def test_parts_that_outweigh_what_was_cut_are_refused(db_session: Session, at: datetime):
    lot, _whole, halves = goods()

    with pytest.raises(InvalidInput) as refused:
        cut_lot(
            SYSTEM, lot_ref=lot.ref, cut=Cut(1, 2_000, (Part(halves.spec_id, 2, 2_001),)), at=at
        )

    assert refused.value.fields == {"parts": "parts_outweigh"}
    assert len(db_session.scalars(select(Lot)).all()) == 1


def test_only_ones_own_lots_that_are_not_stopped_are_cut(at: datetime):
    lot, _whole, halves = goods()
    cut = Cut(1, 2_250, (Part(halves.spec_id, 2, 2_100),))
    stranger = actor_for(make_org(), Role.OWNER)

    with pytest.raises(NotFound):
        cut_lot(stranger, lot_ref=lot.ref, cut=cut, at=at)
    block_lot(SYSTEM, lot_ref=lot.ref, reason="检查", at=at)
    with pytest.raises(LotStepRefused):
        cut_lot(SYSTEM, lot_ref=lot.ref, cut=cut, at=at)


def test_a_family_is_known_over_all_generations(at: datetime):
    lot, _whole, halves = goods()
    half = cut_lot(
        SYSTEM, lot_ref=lot.ref, cut=Cut(1, 2_250, (Part(halves.spec_id, 2, 2_100),)), at=at
    )[0]
    piece = cut_lot(
        SYSTEM, lot_ref=half.ref, cut=Cut(1, 1_000, (Part(halves.spec_id, 3, 900),)), at=at
    )[0]

    family = family_of(half.id)

    assert [one.facts.card.id for one in family.ancestors] == [lot.id]
    assert [(one.facts.card.id, one.born_pieces, one.born_g) for one in family.descendants] == [
        (piece.id, 3, 900)
    ]
    assert descendant_ids([lot.id]) == [lot.id, half.id, piece.id]
    assert [one.facts.card.id for one in family_of(piece.id).ancestors] == [lot.id, half.id]
