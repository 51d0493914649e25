"""Walk 3: drafted, agreed, approved, signed; a call-off becomes an order and is delivered."""

import re
import shutil
import subprocess

import pytest

from contracts.rules.clauses import material_clauses
from demo.data.accounts import PIN
from shop.queries.orders import list_orders
from tests.journeys.fulfil import order_to_pack, send_and_bring, weigh_and_pack
from tests.journeys.walker import Walker, look, org_of, terms_of, work

PRICE = "92.50"
PIECES, CALLED = 60, 4
CODE = re.compile(r"验证码是 (\d{6})")


def draft(buyer, org, other, terms):
    buyer.open(f"/o/{org.ref}/contracts/new/{other.ref}")
    buyer.press(
        f"/contracts/new/{other.ref}",
        title="滩羊排，冬季（示例）",
        start_on="2026-11-25",
        end_on="2027-01-10",
        **{
            f"total_{terms.listing_ref}": f"{PIECES * terms.nominal_g / 1000}",
            f"price_{terms.listing_ref}": PRICE,
        },
    )
    return buyer.path


def sign(walker, page):
    walker.open(f"{page}/sign")
    walker.press("/sign/code")
    code = CODE.search(walker.open(f"{page}/sign")).group(1)
    walker.press(
        "/sign", pin=PIN, code=code, acknowledged=[clause.code for clause in material_clauses()]
    )


def agree_and_sign(app, buyer, page, seller_org):
    theirs = page.replace(page.split("/")[2], seller_org.ref)
    seller, chief = Walker(app, "yanchi"), Walker(app, "rongyinli-boss")
    buyer.open(page)
    buyer.press("/propose")
    seller.open(theirs)
    seller.press("/agree")
    chief.open(page)
    chief.press("/approve")
    work(app)  # the PDF is made and frozen
    chief.open(f"{page}/sign")
    assert not chief.has("/sign/code")  # the seller signs first
    sign(seller, theirs)
    sign(chief, page)
    work(app)


@pytest.mark.slow
def test_procurement_signs_a_contract_and_calls_off(valley_app, tmp_path):
    org, seller = look(valley_app, org_of, "rongyinli"), look(valley_app, org_of, "shuoyun")
    terms = look(valley_app, terms_of, "tan-ribs")
    buyer = Walker(valley_app, "rongyinli")
    page = draft(buyer, org, seller, terms)
    agree_and_sign(valley_app, buyer, page, seller)

    pdf = tmp_path / "contract.pdf"
    pdf.write_bytes(buyer.client.get(f"{page}/contract.pdf").data)
    assert_signed_twice(pdf)

    html = buyer.open(page)
    quantity = re.search(r'name="(q_[0-9a-z]{26})"', html).group(1)
    kilograms = CALLED * terms.nominal_g / 1000
    buyer.press("/call-offs", **{quantity: f"{kilograms:g}"})
    order = look(valley_app, newest_order, org.id)
    assert order.channel == "contract"
    assert [(line.pieces, line.price_e4) for line in order.lines] == [(CALLED, 925_000)]

    buyer.open(page)
    refused = buyer.press("/call-offs", status=422, **{quantity: "900"})
    assert "900" in refused
    assert look(valley_app, newest_order, org.id).ref == order.ref

    assert "等供方接单" in buyer.open(page)
    order_ref = look(valley_app, order_to_pack, seller.id, order.ref)
    keeper = Walker(valley_app, "yanchi")
    weigh_and_pack(keeper, seller.ref, order_ref, [terms.nominal_g] * CALLED)
    work(valley_app)
    send_and_bring(valley_app, order.ref)
    assert f"已交付 {kilograms:g} kg" in buyer.open(page)
    assert "已送达" in buyer.open(f"/o/{org.ref}/purchases/{order.ref}")


def newest_order(org_id):
    return list_orders(org_id=org_id)[0]


def assert_signed_twice(pdf):
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("no pdfsig on this machine: apt-get install -y poppler-utils")
    told = subprocess.run([pdfsig, "-nocert", str(pdf)], capture_output=True, text=True).stdout
    assert told.count("Signature Validation: Signature is Valid.") == 2, told
