"""Step: yearly checks, a family farm on its way in, papers that end soon, supply bases."""

from __future__ import annotations

from datetime import timedelta

from accounts.queries import find_actor, list_orgs
from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.permissions import Capacity, LegalForm, list_roles
from accounts.services.members import add_member
from accounts.services.organisations import create_org
from accounts.services.people import create_person
from accounts.services.sellers import recheck_seller, warn_of_rechecks
from catalog.rules.certificates import CertificateKind
from catalog.services.bases import (
    Findings,
    NewBase,
    NewSeason,
    apply_base,
    designate_base,
    inspect_base,
)
from catalog.services.certificates import (
    NewCertificate,
    submit_certificate,
    submit_with_file,
    verify_certificate,
)
from catalog.services.onboarding import apply_to_sell
from catalog.services.paper_notices import warn_of_ends
from core.clock import local_day
from core.files import FileStore
from core.ports import port
from core.web.uploads import Upload
from demo.data.accounts import DOMAIN, PASSWORD, PLATFORM
from demo.data.bases import (
    BASES,
    FARM_COUNTY,
    FARM_EN,
    FARM_STORY,
    FARM_ZH,
    FARMER,
    PAPER,
    BaseRow,
)
from demo.data.goods import BY_CODE
from demo.steps.catalogue import get_spec
from demo.steps.people import example_uscc
from demo.valley import Valley

CHECKED_DAYS_AGO = 60
DUE_SOON = "guyu"  # this seller's yearly check comes up in three weeks
ENDS_SOON = "heling"
GRAMS_PER_TONNE = 1_000_000


def check_sellers(valley: Valley) -> None:
    """The platform has looked at every seller again within the year; one is due soon."""
    operator = valley.actor(PLATFORM)
    for org in list_orgs(Capacity.SELLS, is_verified=True):
        is_soon = org.ref == valley.orgs[DUE_SOON].ref
        days = 344 if is_soon else CHECKED_DAYS_AGO
        recheck_seller(operator, org_ref=org.ref, note="示例", at=valley.instant(-days))
    warn_of_rechecks(at=valley.now)


def let_farm_apply(valley: Valley) -> None:
    """A family farm has written its profile, handed in its papers and applied yesterday."""
    at = valley.instant(-1, "20:10")
    name, phone, mail = FARMER
    person = create_person(
        SYSTEM, phone=phone, name=name, at=at, email=f"{mail}@{DOMAIN}", password=PASSWORD
    )
    farm = create_org(
        SYSTEM,
        name_zh=FARM_ZH,
        name_en=FARM_EN,
        legal_form=LegalForm.FAMILY_FARM,
        capacities=(Capacity.SELLS,),
        at=at,
        county_code=FARM_COUNTY,
        story_zh=FARM_STORY,
        uscc=example_uscc(FARM_COUNTY, 501),
        is_example=True,
    )
    roles = list_roles((Capacity.SELLS,))
    add_member(SYSTEM, org_id=farm.id, user_id=person.id, roles=roles, at=at)
    owner = find_actor(person.id, farm.ref) or SYSTEM
    for kind, number in (
        (CertificateKind.LICENCE, "LC示例501"),
        (CertificateKind.FARM_REGISTER, "JT示例501"),
    ):
        paper = NewCertificate(
            seller_id=farm.id,
            kind=kind,
            issuer="示例市场监督管理局",
            number=number,
            valid_from=local_day(at) - timedelta(days=200),
        )
        picture = Upload(f"{number}.pdf", "application/pdf", PAPER)
        submit_with_file(owner, paper, picture, store=port(FileStore), at=at)
    apply_to_sell(owner, org_id=farm.id, at=at)


def let_papers_end(valley: Valley) -> None:
    """One paper of a grain seller ends in nineteen days; it has been told."""
    seller = valley.orgs[ENDS_SOON]
    paper = NewCertificate(
        seller_id=seller.id,
        kind=CertificateKind.GREEN,
        issuer="示例绿色食品办公室",
        number="LB示例900",
        valid_from=valley.day - timedelta(days=340),
        valid_to=valley.day + timedelta(days=19),
    )
    at = valley.instant(-300)
    ref = submit_certificate(valley.actor(ENDS_SOON), paper, at=at)
    verify_certificate(valley.actor(PLATFORM), certificate_ref=ref, at=at)
    warn_of_ends(at=valley.now)


def set_up_bases(valley: Valley) -> None:
    """Two bases are designated, one was visited, one has applied."""
    for row in BASES:
        _set_up(valley, row, valley.actor(PLATFORM))


def _set_up(valley: Valley, row: BaseRow, operator: Actor) -> None:
    at = valley.instant(-90)
    ref = apply_base(valley.actor(row.seller), _wish(valley, row), at=at)
    if row.stage == "applied":
        return
    found = Findings(
        inspected_on=valley.day - timedelta(days=60),
        inspectors="王建（示例）、李梅（示例），县产销对接专班",
        area_mu=row.area_mu,
        findings="地块、圈舍或冷库与申请一致，批次记录齐全。示例。",
        is_good=True,
    )
    seen_at = valley.instant(-60, "16:00")
    inspect_base(operator, base_ref=ref, found=found, photo_refs=(), at=seen_at)
    if row.stage == "designated":
        until_on = valley.day + timedelta(days=650)
        designate_base(operator, base_ref=ref, until_on=until_on, at=valley.instant(-55))


def _wish(valley: Valley, row: BaseRow) -> NewBase:
    return NewBase(
        seller_id=valley.orgs[row.seller].id,
        name_zh=row.zh,
        name_en=row.en,
        county_code=row.county,
        place=row.place,
        area_mu=row.area_mu,
        about_zh=row.about[0],
        about_en=row.about[1],
        seasons=tuple(
            NewSeason(
                spec_id=get_spec(BY_CODE[code]).id,
                from_on=valley.day - timedelta(days=150),
                to_on=valley.day + timedelta(days=120),
                capacity_g=capacity * GRAMS_PER_TONNE,
                guaranteed_g=guaranteed * GRAMS_PER_TONNE,
            )
            for code, capacity, guaranteed in row.goods
        ),
    )
