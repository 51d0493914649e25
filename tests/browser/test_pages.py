"""Every public page: no accessibility violation, nothing blocked by the policy, no side scroll."""

from __future__ import annotations

import pytest

from tests.browser.conftest import assert_fit_for_everybody

pytestmark = pytest.mark.browser
PATHS = (
    "/",
    "/en/",
    "/c",
    "/c/lamb",
    "/c/lamb?filters=1",
    "/county",
    "/county/640323",
    "/season",
    "/from/fujian",
    "/search?q=nothing",
    "/place",
    "/p/{leg}",
    "/en/p/{carcass}",
    "/p/{wine}",
    "/basket",
    "/login",
    "/join",
    "/contracts",
    "/verify",
    "/status",
)


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_fits_and_obeys_the_policy(page, shop_url, shop_app, path):
    assert_fit_for_everybody(page, shop_url + path.format(**shop_app[1]))


def test_a_visitor_filters_a_shelf_without_leaving_the_page(chromium, shop_url):
    page = chromium.new_page()
    page.goto(f"{shop_url}/from/ningxia")
    page.locator("aside input[name=temperature][value=chilled]").check()
    page.wait_for_url("**temperature=chilled**")
    page.get_by_text("1 件商品").wait_for()
    assert page.locator("article.card").count() == 1
    page.close()


def test_a_visitor_chooses_pieces_and_finds_them_in_the_basket(chromium, shop_url, shop_app):
    page = chromium.new_page()
    page.goto(f"{shop_url}/p/{shop_app[1]['leg']}")
    page.get_by_role("button", name="增加").click()
    page.get_by_role("button", name="加入购物篮").click()
    page.get_by_text("已放进购物篮。").wait_for()
    page.get_by_role("link", name="购物篮，1 件").click()
    assert page.locator("input[name=pieces]").first.input_value() == "2"
    page.close()


def test_the_shop_works_without_javascript(chromium, shop_url, shop_app):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shop_url}/p/{shop_app[1]['wine']}")
    page.get_by_role("button", name="已满 18 周岁").click()
    page.get_by_role("button", name="加入购物篮").click()
    assert "已放进购物篮。" in page.content()
    page.goto(f"{shop_url}/c/lamb?temperature=chilled")
    assert page.locator("article.card").count() == 1
    context.close()


def test_price_freight_and_promise_follow_pieces_and_district_in_place(
    chromium, shop_url, shop_app
):
    page = chromium.new_page()
    page.goto(f"{shop_url}/p/{shop_app[1]['leg']}")
    before = page.locator("#offer").inner_text()
    page.locator("#buy").get_by_role("button", name="增加").click()
    page.get_by_text("运费，2 份").wait_for()
    assert page.locator("#offer-acts .btn--buy").inner_text() not in before
    page.select_option("#district", "350203")
    page.get_by_text("厦门市思明区").first.wait_for()
    assert page.locator("#buy [name=pieces]").input_value() == "2"
    assert "运费，2 份" in page.locator("#offer").inner_text()
    assert page.url.endswith(shop_app[1]["leg"])
    page.close()
