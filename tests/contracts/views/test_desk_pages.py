"""The desk: the list and the sheet of each side, drafting, approving, calling off by form."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from accounts.rules.permissions import Role
from contracts.gateways import DocumentSigner
from contracts.models.agreements import Contract
from contracts.models.call_offs import CallOff
from core.db import session
from core.ports import provide
from tests.factories import contracts as make
from tests.factories.accounts import make_member, make_person, sign_in


def enter(client, org, *roles):
    """A member of an organisation in the browser."""
    return sign_in(client, make_member(org, *roles, person=make_person("林经理")))


def keep():
    session().commit()


@pytest.fixture
def fake_signer(app):
    """The pages use the signer that does no cryptography."""
    real = app.extensions["ports"][DocumentSigner]
    provide(DocumentSigner, make.FAKE, app=app)
    yield
    provide(DocumentSigner, real, app=app)


def test_each_side_sees_the_contract_and_a_stranger_does_not(client):
    deal, other = make.active(), make.make_deal()
    keep()
    for org, party in ((deal.buyer, Role.BUYER), (deal.seller, Role.SELLING_SIGNATORY)):
        enter(client, org, party)
        listed = client.get(f"/o/{org.ref}/contracts")
        sheet = client.get(f"/o/{org.ref}/contracts/{deal.contract_ref}")
        assert (listed.status_code, sheet.status_code) == (200, 200)
        assert "滩羊后腿，冬季" in listed.text
        assert "剩余 = 承诺 − 已叫 − 在途 − 已交付" in sheet.text
    enter(client, other.buyer, Role.BUYER)
    assert client.get(f"/o/{other.buyer.ref}/contracts/{deal.contract_ref}").status_code == 404
    assert client.get(f"/o/{deal.buyer.ref}/contracts/{deal.contract_ref}").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_sheet_shows_the_five_quantities(client, prefix):
    deal = make.active()
    keep()
    enter(client, deal.buyer, Role.BUYER)

    page = client.get(f"{prefix}/o/{deal.buyer.ref}/contracts/{deal.contract_ref}").text

    words = ("承诺", "已叫", "在途", "已交付", "剩余")
    english = ("Committed", "Called", "In transit", "Delivered", "Left")
    assert all(word.lower() in page.lower() for word in (english if prefix else words))


def call_off_form(client, deal, **changes):
    page = client.get(f"/o/{deal.buyer.ref}/contracts/{deal.contract_ref}").text
    key = re.search(r'name="form_key" value="([^"]+)"', page)
    assert key
    return {
        "form_key": key.group(1),
        "deliver_on": "2026-12-01",
        "site": deal.site.ref,
        "week": "2026-11-30",
        f"q_{deal.line.ref}": "23",
    } | changes


def test_a_form_sent_twice_is_one_call_off(client):
    deal = make.active()
    keep()
    enter(client, deal.buyer, Role.BUYER)
    form, address = call_off_form(client, deal), f"/o/{deal.buyer.ref}/contracts"
    address = f"{address}/{deal.contract_ref}/call-offs"

    answers = [client.post(address, data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert session().scalar(select(func.count()).select_from(CallOff)) == 1


def test_too_much_is_refused_in_words_and_everything_typed_is_kept(client):
    deal = make.active()
    keep()
    enter(client, deal.buyer, Role.BUYER)
    form = call_off_form(client, deal, **{f"q_{deal.line.ref}": "2300"})

    answer = client.post(f"/o/{deal.buyer.ref}/contracts/{deal.contract_ref}/call-offs", data=form)

    assert answer.status_code == 422
    assert "这一周只剩" in answer.text
    assert 'value="2300"' in answer.text
    assert session().scalar(select(func.count()).select_from(CallOff)) == 0


def draft_form(deal, **changes):
    ref = deal.goods.listing_ref
    return {
        "title": "羊腿",
        "start_on": "2026-11-30",
        "end_on": "2027-02-28",
        "payment_days": "30",
        "inspection_hours": "24",
        "lead_workdays": "2",
        "tolerance": "5",
        "weekdays": ["TU", "FR"],
        "holiday_action": "PREV",
        "sites": [deal.site.ref],
        f"total_{ref}": "460",
        f"price_{ref}": "95.50",
    } | changes


def test_a_draft_is_written_offered_and_accepted_by_the_other_side(client):
    deal = make.make_deal()
    keep()
    enter(client, deal.buyer, Role.BUYER)
    base = f"/o/{deal.buyer.ref}/contracts"
    assert client.get(f"{base}/new").status_code == 200
    assert client.get(f"{base}/new/{deal.seller.ref}").status_code == 200

    made = client.post(f"{base}/new/{deal.seller.ref}", data=draft_form(deal))
    contract = session().scalars(select(Contract)).one()
    page = client.get(f"{base}/{contract.ref}").text
    sha = re.search(r'name="content_sha256" value="(\w{64})"', page).group(1)
    offered = client.post(f"{base}/{contract.ref}/propose", data={"content_sha256": sha})
    enter(client, deal.seller, Role.SELLING_SIGNATORY)
    accepted = client.post(
        f"/o/{deal.seller.ref}/contracts/{contract.ref}/agree", data={"content_sha256": sha}
    )

    assert [made.status_code, offered.status_code, accepted.status_code] == [303, 303, 303]
    assert (contract.amount_fen, contract.state) == (200 * 95_50, "in_approval")


def test_a_bad_draft_comes_back_with_what_was_typed(client):
    deal = make.make_deal()
    keep()
    enter(client, deal.buyer, Role.BUYER)
    total = f"total_{deal.goods.listing_ref}"

    answer = client.post(
        f"/o/{deal.buyer.ref}/contracts/new/{deal.seller.ref}",
        data=draft_form(deal, **{total: "一吨"}, title="冬天的羊腿"),
    )

    assert answer.status_code == 422
    assert 'value="一吨"' in answer.text
    assert "冬天的羊腿" in answer.text
    assert session().scalars(select(Contract)).all() == []


def test_pages_of_the_ceremony(client, fake_signer):
    deal = make.frozen()
    keep()
    enter(client, deal.seller, Role.SELLING_SIGNATORY)
    base = f"/o/{deal.seller.ref}"

    weak = client.post(f"{base}/signing", data={"pin": "123456", "again": "123456"})
    apart = client.post(f"{base}/signing", data={"pin": "246810", "again": "246811"})
    good = client.post(f"{base}/signing", data={"pin": "246810", "again": "246810"})
    page = client.get(f"{base}/contracts/{deal.contract_ref}/sign")
    asked = client.post(f"{base}/contracts/{deal.contract_ref}/sign/code")
    bare = client.post(f"{base}/contracts/{deal.contract_ref}/sign", data={"pin": "246810"})

    assert [weak.status_code, apart.status_code, good.status_code] == [422, 422, 303]
    assert "两次填写的密码不一样" in apart.text
    assert page.status_code == 200
    assert deal.contract.number in page.text
    assert (asked.status_code, bare.status_code) == (303, 422)


def test_the_check_page_is_open_to_all_and_says_what_it_found(client, fake_signer):
    deal = make.active()
    keep()
    own = client.get(f"/verify/{deal.contract_ref}")
    pdf = client.get(f"/verify/{deal.contract_ref}/contract.pdf").data
    again = client.post("/verify", data={"file": (BytesIO(pdf), "a.pdf")})
    changed = client.post(
        "/verify", data={"file": (BytesIO(pdf.replace(b"stand", b"stand!")), "a")}
    )
    nothing = client.post("/verify", data={})
    text = client.post("/verify", data={"file": (BytesIO(b"hello"), "a.txt")})

    assert client.get("/verify").status_code == 200
    assert "是真的，签完以后没有人改过。" in own.text
    assert "是真的，签完以后没有人改过。" in again.text
    assert "别用这个文件：签完以后被改过。" in changed.text
    assert (nothing.status_code, text.status_code) == (422, 422)
    assert "这不是能读的 PDF 文件。" in text.text
    assert client.get("/verify/nosuchcontract").status_code == 404


def test_a_pdf_is_for_the_two_sides_only(client):
    deal, other = make.active(), make.make_deal()
    keep()
    enter(client, deal.seller, Role.SELLING_SIGNATORY)
    path = f"contracts/{deal.contract_ref}/contract.pdf"
    mine = client.get(f"/o/{deal.seller.ref}/{path}")
    enter(client, other.seller, Role.SELLING_SIGNATORY)
    theirs = client.get(f"/o/{other.seller.ref}/{path}")

    assert (mine.status_code, mine.mimetype) == (200, "application/pdf")
    assert theirs.status_code == 404
