"""Walks 1 and 3 clicked through in Chromium: gunicorn and worker run as they do for users."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def test_a_shopper_buys_and_the_cooperative_packs(chromium, house):
    shopper = Person(chromium, house, "lin", PHONE)
    group_ref = buy_a_leg(shopper)
    shopper.open(f"/orders/{group_ref}")
    number = re.search(r"MN\d{6}-\d{4}", shopper.text).group(0)

    keeper = Person(chromium, house, "yanchi", PHONE)
    keeper.open("/account/enter")
    weigh_and_pack(keeper, number)

    shopper.open(f"/orders/{group_ref}")
    assert "已装箱" in shopper.text
    assert "退差额" in shopper.text
    assert shopper.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_buyer_signs_what_the_seller_has_signed(chromium, house):
    chief = Person(chromium, house, "rongyinli-boss")
    page = chief.page
    chief.open("/account/enter")
    org = page.url.split("/o/")[1].split("/")[0]
    chief.open(f"/o/{org}/contracts")
    page.get_by_role("link", name="枸杞特级", exact=False).first.click()
    page.wait_for_url(re.compile(r"/contracts/[0-9a-z]{26}"))
    chief.open(page.url.removeprefix(house.url).split("?")[0] + "/sign")
    chief.click("/sign/code")
    code = CODE.search(chief.text).group(1)
    for clause in material_clauses():
        page.check(f"[name=acknowledged][value='{clause.code}']")
    page.fill("[name=pin]", PIN)
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.locator("button[form=signform]").click()
    assert "双方都已签署" in chief.text
    with page.expect_download() as started:
        page.locator('a[href$="contract.pdf"]').first.click()
    assert Path(started.value.path()).read_bytes().startswith(b"%PDF")
