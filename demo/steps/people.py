"""Step 1: people, organisations, doors, memberships, verified sellers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Capacity, LegalForm, Role, list_roles
from accounts.rules.uscc import check_character
from accounts.services.members import add_member
from accounts.services.organisations import create_org
from accounts.services.people import create_person
from accounts.services.sellers import recommend_seller, verify_seller
from accounts.services.sites import add_site
from demo.data.accounts import CARRIER, COUNTY_DESK, DOMAIN, OUTLET, PASSWORD, PEOPLE, PLATFORM
from demo.data.buyers import BUYERS
from demo.data.sellers import SELLERS
from demo.rows import BuyerRow, SellerRow
from demo.valley import SUPPORT_ORGS, Valley

SELLING = (Capacity.SELLS,)
BUYING = (Capacity.BUYS,)


def enter_people(valley: Valley) -> None:
    """Enter everybody, in an order in which nobody refers to what is not there yet."""
    _enter_support(valley)
    for number, seller in enumerate(SELLERS, start=1):
        _enter_seller(valley, seller, number)
    for number, buyer in enumerate(BUYERS, start=101):
        _enter_buyer(valley, buyer, number)
    for row in PEOPLE:
        user_id = _enter_person(valley, row.name, row.phone, row.mail)
        if row.org:
            _join(valley, row.org, user_id, [Role(role) for role in row.roles])


def verify_sellers(valley: Valley) -> None:
    """The county desk recommends its own, the platform verifies all."""
    desk, operator = valley.actor(COUNTY_DESK), valley.actor(PLATFORM)
    at = valley.founded_at
    for row in SELLERS:
        org = valley.orgs[row.key]
        if org.county_code == valley.orgs[COUNTY_DESK].county_code:
            recommend_seller(desk, org_ref=org.ref, note="示例：产地与社员情况属实。", at=at)
        verify_seller(operator, org_ref=org.ref, at=at)
    for buyer in BUYERS:
        if buyer.sells:
            verify_seller(operator, org_ref=valley.orgs[buyer.key].ref, at=at)


def _enter_support(valley: Valley) -> None:
    kinds = {
        PLATFORM: (LegalForm.COMPANY, Capacity.PLATFORM, "640104", "MinNing Select (example)"),
        CARRIER: (LegalForm.COMPANY, Capacity.CARRIES, "640302", "MinNing Cold Chain (example)"),
        COUNTY_DESK: (
            LegalForm.GOVERNMENT_BODY,
            Capacity.COUNTY_DESK,
            "640323",
            "Yanchi Market Desk (example)",
        ),
        OUTLET: (
            LegalForm.COMPANY,
            Capacity.RUNS_OUTLET,
            "350102",
            "Rongyinli Corner Shop (example)",
        ),
    }
    for key, (form, capacity, county, name_en) in kinds.items():
        create_org(
            SYSTEM,
            name_zh=SUPPORT_ORGS[key],
            name_en=name_en,
            legal_form=form,
            capacities=(capacity,),
            at=valley.founded_at,
            county_code=county,
            is_example=True,
        )


def _enter_seller(valley: Valley, row: SellerRow, number: int) -> None:
    create_org(
        SYSTEM,
        name_zh=row.zh,
        name_en=row.en,
        legal_form=LegalForm(row.form),
        capacities=SELLING,
        at=valley.founded_at,
        county_code=row.bases[0],
        story_zh=row.story[0],
        story_en=row.story[1],
        uscc=example_uscc(row.bases[0], number),
        is_example=True,
    )
    user_id = _enter_person(valley, row.manager, row.phone, row.mail)
    _join(valley, row.key, user_id, list_roles(SELLING))


def _enter_buyer(valley: Valley, row: BuyerRow, number: int) -> None:
    capacities = BUYING + SELLING if row.sells else BUYING
    over = row.approval_over_yuan
    org = create_org(
        SYSTEM,
        name_zh=row.zh,
        name_en=row.en,
        legal_form=LegalForm(row.form),
        capacities=capacities,
        at=valley.founded_at,
        county_code=row.district,
        buyer_kind=row.kind,
        size_class=row.size,
        is_public_body=row.is_public,
        min_remaining_pct=row.min_remaining_pct,
        payment_days=row.payment_days,
        approval_over_fen=None if over is None else over * 100,
        earmark_pct=row.earmark_pct,
        refuses_alcohol=row.refuses_alcohol,
        uscc=example_uscc(row.district, number),
        is_example=True,
    )
    user_id = _enter_person(valley, row.manager, row.phone, row.mail)
    _join(valley, row.key, user_id, list_roles(capacities))
    for name, address, opens, closes, inspectors in row.sites:
        add_site(
            SYSTEM,
            org_id=org.id,
            at=valley.founded_at,
            name=name,
            district_code=row.district,
            address=address,
            receiver=row.manager,
            phone=row.phone,
            window_from=time.fromisoformat(opens),
            window_to=time.fromisoformat(closes),
            needs_inspectors=inspectors,
        )


def _enter_person(valley: Valley, name: str, phone: str, mail: str) -> int:
    person = create_person(
        SYSTEM,
        phone=phone,
        name=name,
        at=valley.founded_at,
        email=f"{mail}@{DOMAIN}",
        password=PASSWORD,
    )
    return person.id


def _join(valley: Valley, key: str, user_id: int, roles: Iterable[Role]) -> None:
    valley.__dict__.pop("orgs", None)  # the organisation may have been made a moment ago
    add_member(
        SYSTEM, org_id=valley.orgs[key].id, user_id=user_id, roles=roles, at=valley.founded_at
    )


def example_uscc(county_code: str, number: int) -> str:
    """A well-formed credit code of nobody: the register part is all zeros and a running number."""
    first = f"93{county_code}{number:09d}"
    return first + check_character(first)
