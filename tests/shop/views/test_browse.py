import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from catalog.rules.families import Family
from core.types.temperature import TemperatureClass
from tests.factories.accounts import make_org
from tests.factories.catalog import make_listing, make_lot, make_spec, make_stock
from tests.factories.logistics import make_network

DAY = date(2026, 11, 25)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database inside."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_home_page_of_an_empty_shop_says_that_nothing_is_there_yet(client):
    page = text_of(client, "/")
    assert "还没有上架的商品" in page
    assert "小雪 · 第 4 天" in page
    assert "距大雪 12 天" in page


def test_a_card_names_county_lot_date_price_and_promise(client):
    make_network()
    terms = make_stock(pieces=30)
    card = text_of(client, "/").split('<article class="card">')[1]
    for words in (
        "盐池县",
        "带骨羊后腿",
        "<small>¥</small>98<small>.00</small>",
        "送达",
        "到手剩",
        "冷冻",
    ):
        assert words in card, words
    assert f"/p/{terms.listing_ref}" in card


def test_a_shelf_asks_the_database_as_often_for_two_cards_as_for_twelve(client):
    make_network()
    seller = make_org()
    for _ in range(2):
        make_stock(pieces=5, seller=seller)
    text_of(client, "/c/lamb")
    with counted() as few:
        text_of(client, "/c/lamb")
    for _ in range(10):
        make_stock(pieces=5, seller=seller)
    with counted() as many:
        text_of(client, "/c/lamb")
    assert len(many) == len(few) <= 20


def test_the_home_page_needs_few_questions(client):
    make_network()
    seller = make_org()
    for _ in range(8):
        make_stock(pieces=5, seller=seller)
    text_of(client, "/")
    with counted() as sent:
        text_of(client, "/")
    assert len(sent) <= 45


def test_filters_narrow_the_shelf_and_can_be_taken_back_one_by_one(client):
    make_stock(pieces=5)
    beef = make_spec(family=Family.BEEF, name_zh="牛腱子", temperature=TemperatureClass.CHILLED)
    make_listing(spec=beef, county_code="640424")
    both = text_of(client, "/from/ningxia")
    assert "2 件商品" in both
    page = text_of(client, "/from/ningxia?temperature=chilled&month=11")
    assert "1 件商品" in page
    assert "牛腱子" in page
    chips = re.findall(r'class="chip" href="([^"]+)"', page)
    assert chips == ["/from/ningxia?month=11", "/from/ningxia?temperature=chilled"]


def test_nonsense_in_the_address_of_a_shelf_is_ignored(client):
    make_stock(pieces=5)
    for query in ("page=-1", "page=x", "month=13", "temperature=hot", "county=abc", "sort=paid"):
        assert "1 件商品" in text_of(client, f"/c/lamb?{query}")


def test_the_sheet_of_filters_works_as_a_page_of_its_own(client):
    make_stock(pieces=5)
    page = text_of(client, "/c/lamb?filters=1&temperature=frozen")
    assert 'role="dialog"' in page
    assert 'href="/c/lamb?temperature=frozen" aria-label="关闭"' in page


def test_unknown_shelves_are_not_found(client):
    for path in ("/c/gold", "/county/999999", "/county/640300", "/producer/x", "/from/mars"):
        text_of(client, path, 404)


def test_a_buyer_is_no_producer(client):
    from accounts.rules.permissions import Capacity

    buyer = make_org(capacities=(Capacity.BUYS,))
    text_of(client, f"/producer/{buyer.ref}", 404)


def test_county_and_producer_pages_show_what_is_grown_there(client):
    make_network()
    seller = make_org("盐池县朔云滩羊养殖专业合作社")
    make_stock(pieces=5, seller=seller)
    assert "盐池县朔云滩羊养殖专业合作社" in text_of(client, "/county/640323")
    assert "带骨羊后腿" in text_of(client, f"/producer/{seller.ref}")
    assert "1 款" in text_of(client, "/county")


def test_search_finds_words_and_says_when_there_is_nothing(client):
    make_stock(pieces=5)
    assert "1 件商品" in text_of(client, "/search?q=羊后腿")
    nothing = text_of(client, "/search?q=<script>")
    assert "没有符合条件的商品" in nothing
    assert "<script>”" not in nothing


def test_the_product_page_puts_the_label_before_the_story(client):
    make_network()
    terms = make_stock(pieces=12, story_zh="草里有甘草。", story_en="Liquorice in the grass.")
    page = text_of(client, f"/p/{terms.listing_ref}")
    assert page.index("label-grid") < page.index("草里有甘草。")
    for words in ("盐池县", "送达", "到手至少还剩", "运费", "截单", "还有 12 份 可订"):
        assert words in page, words


def test_a_catch_weight_product_shows_about_and_at_most(client):
    from tests.factories.catalog import make_catch_weight_listing

    terms = make_catch_weight_listing()
    page = text_of(client, f"/p/{terms.listing_ref}")
    assert "12 kg–18 kg/只" in page
    assert "¥1,260.00" in page
    assert "¥1,512.00" in page


def test_goods_that_would_arrive_too_old_are_not_sold(client):
    make_network()
    spec = make_spec(temperature=TemperatureClass.CHILLED, shelf_life_days=7)
    terms = make_listing(spec=spec, min_remaining_days=3)
    make_lot(terms, pieces=5, produced_on=DAY - timedelta(days=4))
    page = text_of(client, f"/p/{terms.listing_ref}")
    assert "先不卖" in page


def test_the_days_left_are_those_of_the_lot_that_may_still_be_sent(client):
    make_network()
    spec = make_spec(temperature=TemperatureClass.CHILLED, shelf_life_days=20)
    terms = make_listing(spec=spec, min_remaining_days=3)
    make_lot(terms, pieces=5, produced_on=DAY - timedelta(days=16), lot_no="OLD-1")
    make_lot(terms, pieces=5, produced_on=DAY - timedelta(days=1), lot_no="NEW-1")
    page = text_of(client, f"/p/{terms.listing_ref}")
    assert "到手至少还剩 16 天" in page
    assert "批次 NEW-1" in page
    assert "先不卖" not in page


def test_the_halal_badge_needs_a_verified_certificate(client):
    plain = make_stock(pieces=3)
    badge = '<span class="tag">清真食品</span>'
    assert badge not in text_of(client, f"/p/{plain.listing_ref}")
    certified = make_listing(is_halal=True)
    assert badge in text_of(client, f"/p/{certified.listing_ref}")


def test_alcohol_asks_the_age_before_showing_anything_and_remembers_the_answer(client):
    wine = make_spec(
        family=Family.WINE,
        name_zh="赤霞珠干红",
        is_alcohol=True,
        temperature=TemperatureClass.AMBIENT,
        shelf_life_days=None,
    )
    terms = make_listing(spec=wine)
    path = f"/p/{terms.listing_ref}"
    gate = text_of(client, path)
    assert "您已年满 18 周岁吗" in gate
    assert "赤霞珠干红" not in gate
    refused = client.post(f"{path}/age", data={})
    assert refused.status_code == 303
    assert "赤霞珠干红" not in text_of(client, path)
    client.post(f"{path}/age", data={"is_adult": "1"})
    page = text_of(client, path)
    assert "赤霞珠干红" in page
    assert "过量饮酒有害健康" in page


def test_the_delivery_place_is_remembered_and_changes_the_promise(client):
    make_network()
    terms = make_stock(pieces=5)
    assert "鼓楼区" in text_of(client, "/place")
    path = f"/p/{terms.listing_ref}"
    answer = client.post("/place", data={"district": "350203", "next": path})
    assert answer.headers["Location"] == path
    assert "厦门市思明区" in text_of(client, path)


def test_a_place_that_does_not_exist_is_refused_and_nothing_changes(client):
    assert client.post("/place", data={"district": "123456"}).status_code == 404
    assert client.post("/place", data={"district": "350100"}).status_code == 404
    assert "福州市鼓楼区" in text_of(client, "/")


def test_after_choosing_a_place_nobody_is_sent_to_another_site(client):
    for target in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "x",
    ):
        answer = client.post("/place", data={"district": "350203", "next": target})
        assert answer.headers["Location"] == "/"


def test_every_storefront_page_has_an_english_twin_without_chinese_words(client):
    make_network()
    terms = make_stock(pieces=5)
    paths = (
        "/",
        "/c",
        "/c/lamb",
        "/county",
        "/county/640323",
        "/season",
        "/place",
        "/search?q=leg",
    )
    for path in (*paths, f"/p/{terms.listing_ref}"):
        page = text_of(client, f"/en{path}")
        body = re.sub(r"<(script|style|svg).*?</\1>", "", page, flags=re.DOTALL)
        words = set(re.findall(r"[\u4e00-\u9fff]+", body)) - {"中文", "闽宁优选"}
        data = {word for word in words if re.search("示例|带骨", word)}
        assert words == data, (path, words - data)


def test_goods_go_from_the_product_page_into_the_basket_and_are_counted(client):
    make_network()
    terms = make_stock(pieces=5)
    page = text_of(client, f"/p/{terms.listing_ref}")
    action = re.search(r'<form class="buyform[^>]*action="([^"]+)"', page)
    assert action is not None
    form = {"listing_ref": terms.listing_ref, "pieces": "2", "then": "stay"}
    answer = client.post(action[1], data=form)
    assert answer.headers["Location"] == f"/p/{terms.listing_ref}"
    after = text_of(client, f"/p/{terms.listing_ref}")
    assert 'aria-label="购物篮，1 件"' in after
    assert "已放进购物篮。" in after
