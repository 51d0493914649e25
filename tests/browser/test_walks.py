"""Walks 1 and 3 clicked through in Chromium: gunicorn and worker run as they do for users."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.rules.clauses import material_clauses
from demo.data.accounts import DOMAIN, PASSWORD, PIN
from tests.journeys.conftest import own_valley, url_of, valley_folder  # noqa: F401 -- fixtures
from tests.journeys.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
WAIT_MS = 30_000
CODE = re.compile(r"验证码是 (\d{6})")


@pytest.fixture
def house(own_valley: Path) -> Iterator[House]:  # noqa: F811 -- the fixture of the journeys
    running = House(own_valley, url_of(own_valley))
    running.start("web")
    running.start("worker")
    yield running
    running.stop()


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, chromium, house: House, mail: str, size=DESK) -> None:
        self.page = chromium.new_context(viewport=size, locale="zh-CN").new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.url = house.url
        self.open("/login")
        self.page.fill("[name=email]", f"{mail}@{DOMAIN}")
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.press("[name=password]", "Enter")

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def click(self, action: str) -> None:
        """Press the visible button of the form with this address and wait for the next page."""
        button = self.page.locator(f'form[action*="{action}"] button:visible').last
        with self.page.expect_navigation():
            button.click()

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()


def buy_a_leg(shopper: Person) -> str:
    page = shopper.page
    shopper.open("/c/lamb")
    page.get_by_role("link", name="带骨羊后腿", exact=False).first.click()
    shopper.click("/basket/lines")
    shopper.open("/checkout")
    page.check("[name=payment_method][value=online]")
    for tick in page.locator("#checkout-form input[type=checkbox][required]").all():
        tick.check()
    with page.expect_navigation(url=re.compile("/pay")):
        page.locator("#checkout-form button:visible", has_text="提交订单").first.click()
    group_ref = page.url.split("/orders/")[1].split("/")[0]
    page.locator('form[action$="/pay"] button').click()
    page.wait_for_url(re.compile("/sandbox-cashier/"))
    page.click("button[value=pay]")
    page.wait_for_url(re.compile("/back"))
    if page.locator('form[action$="/check"]').count():
        shopper.click("/check")
    page.get_by_text("付款成功").wait_for()
    return group_ref


def weigh_and_pack(keeper: Person, number: str) -> None:
    page = keeper.page
    org = page.url.split("/o/")[1].split("/")[0]
    keeper.open(f"/o/{org}/sales")
    page.get_by_role("link", name=number).first.click()
    page.wait_for_url(re.compile(r"/sales/[0-9a-z]{26}"))
    keeper.click("/accept")
    keeper.click("/pick")
    page.fill("[name=gross_g]", "2250")
    with page.expect_navigation():
        page.locator("button[form=weigh-form]").last.click()
    keeper.click("/finish")
    keeper.click("/pack")


def send_and_bring(dispatcher: Person, group_ref: str) -> None:
    """Find the parcel by its order, let its truck go and arrive, bring it to the door."""
    page = dispatcher.page
    dispatcher.open("/ops/routing/consignments")
    page.fill("main [name=q]", group_ref)
    with page.expect_navigation():
        page.press("main [name=q]", "Enter")
    page.locator("table a.code").first.click()
    page.wait_for_url(re.compile(r"/consignments/[0-9a-z]{26}"))
    parcel = page.url.removeprefix(dispatcher.url)
    page.locator('.pagehead a[href*="/departures/"]').click()
    page.wait_for_url(re.compile(r"/departures/[0-9a-z]{26}"))
    for step in ("depart", "arrive"):
        with page.expect_navigation():
            page.locator(f'form[action$="/{step}"] button').click()
    for kind, celsius in (("out_for_delivery", ""), ("delivered", "-18.4")):
        dispatcher.open(parcel)
        if celsius:
            page.fill("[name=door_celsius]", celsius)
        with page.expect_navigation():
            page.locator(f"button[name=kind][value={kind}]").click()


def wait_for(person: Person, path: str, words: str) -> str:
    """Open a page until it says so: the worker takes a moment."""
    for _ in range(40):
        person.open(path)
        if words in person.text:
            break
        person.page.wait_for_timeout(500)
    assert words in person.text
    return person.text


def test_a_shopper_buys_and_what_was_too_much_comes_back(chromium, house):
    shopper = Person(chromium, house, "lin", PHONE)
    group_ref = buy_a_leg(shopper)
    order = f"/orders/{group_ref}"
    shopper.open(order)
    number = re.search(r"MN\d{6}-\d{4}", shopper.text).group(0)

    keeper = Person(chromium, house, "yanchi", PHONE)
    keeper.open("/account/enter")
    weigh_and_pack(keeper, number)
    assert "退差额" in wait_for(shopper, order, "已装箱")

    send_and_bring(Person(chromium, house, "dispatch"), group_ref)
    wait_for(shopper, order, "已送达")
    shopper.page.locator("summary", has_text="更早的").click()
    story = shopper.text
    for words in ("收到付款", "称重完成，按实重结算", "装箱贴签", "发车", "到达枢纽", "正在派送"):
        assert words in story, words
    paid, settled, back = (
        Decimal(re.search(rf"{word}\s*¥([\d,.]+)", story).group(1).replace(",", ""))
        for word in ("预付", "按实重结算", "退给您")
    )
    assert back > 0
    assert paid - settled == back
    shopper.click("/accept")
    assert "已确认收货" in shopper.text
    assert shopper.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


RIBS, PRICE, PIECES, CALLED = "羊排", "92.50", 60, 4
NET = 1.3 * PIECES


class Desk(Person):
    """Somebody at the desk of an organisation."""

    def __init__(self, chromium, house: House, mail: str) -> None:
        super().__init__(chromium, house, mail)
        self.open("/account/enter")
        self.org = self.page.url.split("/o/")[1].split("/")[0]

    def see(self, contract: str) -> None:
        """Open the sheet of a contract from this side."""
        self.open(f"/o/{self.org}/contracts/{contract}")


def draft(clerk: Desk, seller_org: str) -> str:
    page = clerk.page
    clerk.open(f"/o/{clerk.org}/contracts")
    page.get_by_role("link", name="发起协议").click()
    page.select_option("[name=with]", seller_org)
    with page.expect_navigation():
        page.get_by_role("button", name="下一步").click()
    page.fill("[name=title]", "滩羊排，冬季（示例）")
    page.fill("[name=start_on]", "2026-11-25")
    page.fill("[name=end_on]", "2027-01-10")
    row = page.locator("tr", has_text=RIBS).first
    row.locator("[name^=total_]").fill(f"{NET + 0.5:g}")  # not whole pieces: refused, kept
    row.locator("[name^=price_]").fill(PRICE)
    clerk.click("/contracts/new/")
    assert "不是整件" in clerk.text
    row = page.locator("tr", has_text=RIBS).first
    assert row.locator("[name^=price_]").input_value() == PRICE
    row.locator("[name^=total_]").fill(f"{NET:g}")
    clerk.click("/contracts/new/")
    return page.url.split("/contracts/")[1]


def sign(signatory: Desk, contract: str) -> None:
    page = signatory.page
    signatory.see(contract)
    page.get_by_role("link", name="去签署").click()
    signatory.click("/sign/code")
    code = CODE.search(signatory.text).group(1)
    for clause in material_clauses():
        page.check(f"[name=acknowledged][value='{clause.code}']")
    page.fill("[name=pin]", "999111")
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.locator("button[form=signform]").click()
    assert "签名密码不对" in signatory.text
    page.fill("[name=pin]", PIN)
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.locator("button[form=signform]").click()


def call_off(clerk: Desk) -> str:
    page = clerk.page
    page.locator("input[name^=q_]:visible").fill(f"{1.3 * CALLED:g}")
    clerk.click("/call-offs")
    assert "已提交，生成订单" in clerk.text
    page.locator("a[href*='/purchases/']", has_text=re.compile(r"^MN\d{6}-\d{4}$")).first.click()
    page.wait_for_url(re.compile("/purchases/"))
    return clerk.text


def test_procurement_signs_and_a_call_off_becomes_an_order(chromium, house):
    seller = Desk(chromium, house, "yanchi")
    clerk = Desk(chromium, house, "rongyinli")
    contract = draft(clerk, seller.org)
    assert "还没有发给" in clerk.text
    clerk.click("/propose")
    seller.see(contract)
    assert "等您答复" in seller.text
    seller.click("/agree")
    chief = Desk(chromium, house, "rongyinli-boss")
    chief.see(contract)
    assert "等您审批" in chief.text
    chief.click("/approve")
    chief.page.get_by_text("待签署", exact=True).first.wait_for()  # the page reloads by itself
    sign(seller, contract)
    sign(chief, contract)
    assert "双方都已签署" in chief.text
    with chief.page.expect_download() as started:
        chief.page.locator('a[href$="contract.pdf"]').first.click()
    assert Path(started.value.path()).read_bytes().startswith(b"%PDF")

    clerk.see(contract)
    assert "该叫第" in clerk.text
    order = call_off(clerk)
    assert RIBS in order
    assert "¥481.00" in order  # 4 × 1.3 kg at 92.50
