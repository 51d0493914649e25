"""The packing table in a real browser: readable, and it goes on when the network does not."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from accounts.queries import get_org
from accounts.rules.permissions import Capacity
from core.db import session
from core.unit_of_work import unit_of_work
from shop.models.handovers import HandOver
from shop.models.orders import WeighRecord
from shop.queries.scale import read_table
from shop.services import packing_rounds
from tests.browser.conftest import assert_fit_for_everybody
from tests.factories.accounts import make_member, make_org, make_person
from tests.factories.shop import AT, make_box, make_leg, make_paid_order, seller_actor

pytestmark = pytest.mark.browser
PASSWORD = "cold-store-two"
PHONE = {"width": 390, "height": 844}
PAGES = ("", "listings", "lots", "sales", "scale", "handover", "crates", "money", "labels")


@pytest.fixture(scope="module")
def packer(shop_app):
    """Somebody with two orders of legs on the table: the address of their organisation."""
    app, _refs = shop_app
    with app.app_context(), unit_of_work():
        leg = make_leg()
        placed = make_paid_order((leg, 2))
        make_paid_order((leg, 6))
        seller = seller_actor(placed)
        make_paid_order((make_box(seller=get_org(leg.seller_id)), 2))
        make_org("示例冷链运输", capacities=[Capacity.CARRIES])
        packing_rounds.begin_all(seller, read_table(org_id=seller.org_id).waiting, at=AT)
        packing_rounds.box_all(seller, read_table(org_id=seller.org_id).picking, at=AT)
        person = make_person("打包员", email="packer@valley.example", password=PASSWORD)
        make_member(get_org(leg.seller_id), person=person)
        return f"/o/{get_org(leg.seller_id).ref}/"


@pytest.fixture
def page(chromium, shop_url, packer):
    context = chromium.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{shop_url}/login")
    page.fill("[name=email]", "packer@valley.example")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    page.goto(shop_url + packer + "scale")
    yield page
    context.close()


def records(shop_app):
    with shop_app[0].app_context(), unit_of_work():
        return session().scalar(select(func.count(WeighRecord.id)))


def handovers(shop_app):
    with shop_app[0].app_context(), unit_of_work():
        return session().scalar(select(func.count(HandOver.id)))


def record(page, text):
    page.fill("[name=gross_g]", text)
    page.click("[data-record]")


def test_readings_without_a_network_are_kept_and_count_once(page, shop_app):
    before = records(shop_app)
    page.context.set_offline(True)
    record(page, "2326")
    record(page, "ST,GS,+ 2.426kg")
    page.get_by_text("没有信号，2 条待上传").wait_for()
    assert page.locator("[data-queue-rows] li").count() == 2
    assert page.locator("[data-at]").inner_text() == "2"
    assert records(shop_app) == before
    page.context.set_offline(False)
    page.locator("[data-queue]").wait_for(state="hidden")
    assert records(shop_app) == before + 2
    page.reload()
    assert page.locator("[data-at]").inner_text() == "2"
    assert records(shop_app) == before + 2


def test_a_reading_is_still_there_after_the_phone_was_off(page, shop_app, shop_url, packer):
    before = records(shop_app)
    page.route("**/scale/actions", lambda route: route.abort())
    record(page, "2226")
    page.get_by_text("没有信号，1 条待上传").wait_for()
    page.unroute("**/scale/actions")
    page.goto(shop_url + packer + "scale")
    page.locator("[data-queue]").wait_for(state="hidden")
    assert records(shop_app) == before + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("15000", "不像一件货"),
        ("abc", "请填整数克"),
        ("1.2", "有小数点就写上单位"),
        ("20", "毛重要大于皮重"),
        ("US,GS,+ 2.3kg", "秤还没稳"),
    ],
)
def test_a_slip_of_the_finger_is_caught_before_it_is_kept(page, shop_app, text, words):
    before = records(shop_app)
    record(page, text)
    assert words in page.locator("[data-tol]").inner_text()
    assert page.input_value("[name=gross_g]") == text
    assert records(shop_app) == before


@pytest.mark.parametrize("path", PAGES)
def test_a_sellers_page_is_accessible_fits_and_obeys_the_policy(page, shop_url, packer, path):
    assert_fit_for_everybody(page, shop_url + packer + path)


def test_the_table_opens_again_without_a_network(page, shop_url, packer):
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()
    page.context.set_offline(True)
    page.goto(shop_url + packer + "scale")
    assert page.locator("[data-keys]").is_visible()
    record(page, "2226")
    page.get_by_text("没有信号，1 条待上传").wait_for()
    page.context.set_offline(False)
    page.locator("[data-queue]").wait_for(state="hidden")


def test_boxes_are_handed_over_without_a_network_once_all_is_right(
    page, shop_app, shop_url, packer
):
    page.goto(shop_url + packer + "handover")
    form = page.locator("form[data-handover]").first
    form.locator("[name=boxes]").fill("3")
    form.locator("[name=core_frozen]").fill("-10")
    form.locator("button.gbtn--go").click()
    assert form.locator("[data-fault]").count() == 3
    page.context.set_offline(True)
    form.locator("[name=boxes]").fill("1")
    form.locator("[name=core_frozen]").fill("−19.4")
    form.locator("[name=seal_no]").fill("WZ778319")
    form.locator("button.gbtn--go").click()
    page.get_by_text("已存手机：1 箱").wait_for()
    assert handovers(shop_app) == 0
    page.context.set_offline(False)
    page.get_by_text("WZ778319").wait_for()
    assert handovers(shop_app) == 1
