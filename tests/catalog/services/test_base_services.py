"""Supply bases from application to lapse, and who may do what about them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from accounts.queries import get_org, list_notices
from accounts.rules.actor import Actor
from accounts.rules.permissions import Capacity, Role
from accounts.services.sellers import suspend_seller
from catalog.errors import BaseNotDesignated, BaseStepRefused, PhotoRefused
from catalog.queries.bases import get_base, list_designated
from catalog.rules.bases import BaseState
from catalog.services import bases
from catalog.services.base_visits import visit_base
from catalog.services.bases import Findings, NewBase, NewSeason
from core.errors import InvalidInput, NotAllowed, NotFound
from core.files import fetch
from core.gateways.memory import MemoryStore
from core.web.uploads import Upload
from tests.factories.accounts import actor_for, make_org, make_platform
from tests.factories.catalog import make_spec

UNTIL = date(2027, 12, 31)
FOUND = Findings(
    inspected_on=date(2026, 11, 24),
    inspectors="王建（示例），县农业农村局",
    area_mu=310,
    findings="冷库两间，记录齐全",
    is_good=True,
)


def wish(seller_id: int, **changes: object) -> NewBase:
    season = NewSeason(make_spec().id, date(2026, 6, 1), date(2026, 12, 31), 9_000_000, 5_000_000)
    plain = NewBase(
        seller_id=seller_id,
        name_zh="花马池滩羊基地",
        name_en="",
        county_code="640323",
        place="花马池镇",
        area_mu=300,
        seasons=(season,),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture
def operator(db_session: Session) -> Actor:
    return actor_for(make_platform(), Role.OPERATOR)


@pytest.fixture
def base_ref(db_session: Session, at: datetime) -> str:
    seller = make_org()
    return bases.apply_base(actor_for(seller), wish(seller.id), at=at)


def state(ref: str) -> BaseState:
    return get_base(ref).state


def visit(actor: Actor, ref: str, at: datetime, found: Findings = FOUND) -> None:
    photo = Upload("field.jpg", "image/jpeg", phone_photo())
    visit_base(actor, base_ref=ref, found=found, photos=[photo], store=MemoryStore(), at=at)


def phone_photo() -> bytes:
    """As a phone takes it: with its place and the name of the camera."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (640, 480), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_photos_of_a_visit_keep_no_place_and_no_camera(
    base_ref: str, operator: Actor, at: datetime
) -> None:
    assert b"Camera" in phone_photo()
    store, photo = MemoryStore(), Upload("field.jpg", "image/jpeg", phone_photo())
    visit_base(operator, base_ref=base_ref, found=FOUND, photos=[photo], store=store, at=at)
    card, data = fetch(store, get_base(base_ref).inspections[0].photo_refs[0])
    picture = Image.open(io.BytesIO(data))
    assert (card.name, card.content_type, picture.format) == ("field.webp", "image/webp", "WEBP")
    assert (picture.size, dict(picture.getexif()), b"Camera" in data) == ((640, 480), {}, False)


def test_a_broken_photo_is_refused_and_no_visit_is_kept(
    base_ref: str, operator: Actor, at: datetime
) -> None:
    photos = [Upload("field.jpg", "image/jpeg", data) for data in (phone_photo(), b"\xff\xd8\xff")]
    store = MemoryStore()
    with pytest.raises(PhotoRefused) as refused:
        visit_base(operator, base_ref=base_ref, found=FOUND, photos=photos, store=store, at=at)
    assert refused.value.fields == {"photos": "photo_kind"}
    assert get_base(base_ref).inspections == ()


def test_a_base_is_applied_for_visited_and_designated(
    base_ref: str, operator: Actor, at: datetime
) -> None:
    assert state(base_ref) is BaseState.APPLIED
    with pytest.raises(BaseNotDesignated):
        bases.designate_base(operator, base_ref=base_ref, until_on=UNTIL, at=at)
    visit(operator, base_ref, at)
    assert list_designated(today=FOUND.inspected_on) == []
    bases.designate_base(operator, base_ref=base_ref, until_on=UNTIL, at=at)
    [base] = list_designated(today=UNTIL)
    assert (base.until_on, base.designated_on) == (UNTIL, date(2026, 11, 25))
    assert len(base.inspections[0].photo_refs) == 1
    told = [card.kind for card in list_notices(org_id=base.seller_id)]
    assert told[:2] == ["notice_base_designated", "notice_base_inspected"]


def test_a_county_desk_visits_its_own_county_only(base_ref: str, at: datetime) -> None:
    here = make_org(capacities=[Capacity.COUNTY_DESK], county_code="640323")
    there = make_org(capacities=[Capacity.COUNTY_DESK], county_code="640422")
    with pytest.raises(NotFound):
        visit(actor_for(there), base_ref, at)
    visit(actor_for(here), base_ref, at)
    assert state(base_ref) is BaseState.INSPECTED
    with pytest.raises(NotAllowed):
        bases.designate_base(actor_for(here), base_ref=base_ref, until_on=UNTIL, at=at)


def test_its_own_seller_does_not_visit_it(base_ref: str, at: datetime) -> None:
    seller = make_org()
    with pytest.raises(NotAllowed):
        visit(actor_for(seller), base_ref, at)
    assert state(base_ref) is BaseState.APPLIED


def test_bad_applications_are_named_field_by_field(db_session: Session, at: datetime) -> None:
    seller = make_org()
    season = wish(seller.id).seasons[0]
    turned = replace(season, to_on=date(2026, 1, 1), guaranteed_g=99_000_000)
    bad = wish(seller.id, county_code="999999", seasons=(turned,))
    with pytest.raises(InvalidInput) as refused:
        bases.apply_base(actor_for(seller), bad, at=at)
    assert refused.value.fields == {
        "county_code": "invalid_choice",
        "to_on": "ends_before_start",
        "guaranteed": "guarantee_above_capacity",
    }
    bases.apply_base(actor_for(seller), wish(seller.id), at=at)
    with pytest.raises(InvalidInput):
        bases.apply_base(actor_for(seller), wish(seller.id), at=at)


def test_a_returned_base_may_apply_again_and_a_waiting_one_not(
    base_ref: str, operator: Actor, at: datetime
) -> None:
    seller_id = get_base(base_ref).seller_id
    owner = actor_for(get_org(seller_id))
    again = wish(seller_id, base_ref=base_ref, area_mu=280)
    with pytest.raises(BaseStepRefused):
        bases.apply_base(owner, again, at=at)
    with pytest.raises(InvalidInput):
        bases.return_base(operator, base_ref=base_ref, reason=" ", at=at)
    bases.return_base(operator, base_ref=base_ref, reason="面积对不上", at=at)
    assert bases.apply_base(owner, again, at=at) == base_ref
    assert (state(base_ref), get_base(base_ref).area_mu) == (BaseState.APPLIED, 280)


def test_a_day_to_come_is_no_day_of_a_visit(base_ref: str, operator: Actor, at: datetime) -> None:
    with pytest.raises(InvalidInput):
        visit(operator, base_ref, at, replace(FOUND, inspected_on=date(2026, 11, 26)))
    assert get_base(base_ref).inspections == ()


def test_a_bad_visit_takes_the_designation_a_good_one_keeps_it(
    base_ref: str, operator: Actor, at: datetime
) -> None:
    visit(operator, base_ref, at)
    bases.designate_base(operator, base_ref=base_ref, until_on=UNTIL, at=at)
    visit(operator, base_ref, at)
    assert state(base_ref) is BaseState.DESIGNATED
    visit(operator, base_ref, at, replace(FOUND, is_good=False))
    assert state(base_ref) is BaseState.INSPECTED


def test_a_base_lapses_on_its_day_and_falls_with_its_seller(
    base_ref: str, operator: Actor, at: datetime
) -> None:
    visit(operator, base_ref, at)
    bases.designate_base(operator, base_ref=base_ref, until_on=date(2026, 12, 1), at=at)
    assert bases.end_bases(at=at + timedelta(days=6)) == 0
    assert bases.end_bases(at=at + timedelta(days=7)) == 1
    assert state(base_ref) is BaseState.LAPSED
    seller = make_org()
    other = bases.apply_base(actor_for(seller), wish(seller.id), at=at)
    visit(operator, other, at)
    bases.designate_base(operator, base_ref=other, until_on=UNTIL, at=at)
    suspend_seller(operator, org_ref=seller.ref, note="抽检不合格", at=at)
    assert bases.end_bases(at=at) == 1
    assert state(other) is BaseState.SUSPENDED
