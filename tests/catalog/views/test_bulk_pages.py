"""Tables in and out by the pages: download, change, send back, look, say yes; twice is once."""

import csv
import io

import pytest
from sqlalchemy import func, select

from accounts.rules.permissions import Role
from catalog.models.imports import ImportJob
from catalog.models.listings import Listing, ListingRevision
from catalog.models.stock import Lot
from catalog.models.supply import Forecast
from catalog.services.proof import prove_stock
from core import outbox
from tests.factories.accounts import make_member, make_org, sign_in
from tests.factories.catalog import make_listing, make_lot, make_spec

HEAD = "sku,spec,title_zh,county_code,sold_by,priced_by,price,tax_bp,nominal_g,min_g,max_g,is_halal"
LEG = "LEG-1,LEG,滩羊后腿,盐池县,块,公斤,98.00,9,2300,2000,2600,否"


@pytest.fixture
def seller(client, db_session):
    org = make_org()
    sign_in(client, make_member(org))
    make_spec("LEG")
    return org


def send(client, seller, kind, data, **more):
    text = data.encode() if isinstance(data, str) else data
    form = {"kind": kind, "file": (io.BytesIO(text), f"{kind}.csv"), **more}
    answer = client.post(f"/o/{seller.ref}/bulk", data=form)
    assert answer.status_code == 303, answer.text
    outbox.run_due()
    return answer.headers["Location"]


def take(client, seller, kind, data, **more):
    page = send(client, seller, kind, data, **more)
    assert client.post(f"{page}/confirm").status_code == 303
    outbox.run_due()
    return page


def counts(db_session, model):
    return db_session.scalar(select(func.count()).select_from(model))


def ends(db_session):
    db_session.expire_all()
    job = db_session.scalars(select(ImportJob).order_by(ImportJob.id.desc())).first()
    return job.state, (job.rows_new, job.rows_changed, job.rows_same, job.rows_bad)


def test_a_look_changes_nothing_and_a_yes_makes_drafts(client, seller, db_session):
    page = send(client, seller, "listings", f"{HEAD}\n{LEG}\n")
    assert ends(db_session) == ("checked", (1, 0, 0, 0))
    assert counts(db_session, Listing) == 0
    assert "还什么都没有改" in client.get(page).text
    assert client.post(f"{page}/confirm").status_code == 303
    outbox.run_due()
    listing = db_session.scalars(select(Listing)).one()
    assert (listing.sku, listing.state, listing.price_e4) == ("LEG-1", "draft", 980_000)
    assert (listing.tax_bp, listing.sold_by, listing.county_code) == (900, "piece", "640323")
    assert ends(db_session) == ("done", (1, 0, 0, 0))
    assert client.post(f"{page}/confirm").status_code == 409


def test_the_same_table_twice_is_one_listing_and_a_changed_cell_a_change(
    client, seller, db_session
):
    take(client, seller, "listings", f"{HEAD}\n{LEG}\n")
    page = send(client, seller, "listings", f"{HEAD}\n{LEG}\n")
    assert ends(db_session) == ("checked", (0, 0, 1, 0))
    assert client.post(f"{page}/confirm").status_code == 409
    swapped = HEAD.replace("min_g,max_g,is_halal", "max_g,min_g")
    row = "LEG-1,LEG,滩羊腿,盐池县,块,公斤,99.5,9,2300,2600,2000"
    take(client, seller, "listings", f"{swapped}\n{row}\n")
    listing = db_session.scalars(select(Listing)).one()
    assert (listing.title_zh, listing.price_e4) == ("滩羊腿", 995_000)


def test_wrong_cells_are_named_and_only_they_stay_out(client, seller, db_session):
    rows = [
        LEG,
        LEG.replace("LEG-1", "LEG-2").replace("98.00", "很贵"),
        LEG.replace("LEG-1", "LEG-3").replace(",LEG,", ",没有,"),
        LEG.replace("LEG-1", "LEG-4").replace("2600", "2100"),
        LEG,
        LEG.replace("LEG-1", "LEG-5").replace("盐池县", "火星"),
        LEG.replace("LEG-1", "LEG-6").replace("否", "也许"),
    ]
    page = take(client, seller, "listings", "\n".join([HEAD, *rows]))
    assert ends(db_session) == ("done", (1, 0, 0, 6))
    html = client.get(page).text
    for cell in ("G3", "B4", "D7", "L8"):
        assert cell in html
    assert "很贵" in html
    assert "第 6 行" in html
    assert [row.sku for row in db_session.scalars(select(Listing))] == ["LEG-1"]


def test_a_change_of_a_live_listing_waits_for_review(client, seller, db_session):
    spec = make_spec("RACK", name_zh="羊排")
    terms = make_listing(seller=seller, spec=spec)
    data = client.get(f"/o/{seller.ref}/bulk/tables/listings.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    price = next(name for name in rows[0] if name.startswith("含税单价"))
    before, rows[0][price] = rows[0][price], "123.45"
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    take(client, seller, "listings", out.getvalue())
    assert ends(db_session) == ("done", (0, 1, 0, 0))
    listing = db_session.scalars(select(Listing).where(Listing.id == terms.listing_id)).one()
    revision = db_session.scalars(
        select(ListingRevision).where(ListingRevision.state == "pending")
    ).one()
    assert (listing.state, listing.price_e4) == ("live", int(float(before) * 10_000))
    assert revision.proposed["price_e4"] == 1_234_500


@pytest.mark.parametrize("table", ["listings", "lots", "forecasts"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_taken_away_comes_back_as_no_change(client, seller, db_session, table, form):
    listing = make_listing(seller=seller)
    make_lot(listing)
    data = client.get(f"/o/{seller.ref}/bulk/tables/{table}.{form}").data
    send(client, seller, table, data)
    state, (new, changed, same, bad) = ends(db_session)
    assert (state, changed, bad) == ("checked", 0, 0)
    assert same == (1 if table != "forecasts" else 0)
    assert new == (8 if table == "forecasts" else 0)


def test_lots_come_in_once_and_wait_for_release(client, seller, db_session):
    head = "lot_no,spec,county_code,produced_on,pieces,kilograms,certificate_no\n"
    rows = "L-1,LEG,640323,2026-11-24,10,23.5,C-1\nL-2,LEG,640323,2026-11-26,10,23,\n"
    take(client, seller, "lots", head + rows)
    assert ends(db_session) == ("done", (1, 0, 0, 1))
    lot = db_session.scalars(select(Lot)).one()
    assert (lot.state, lot.pieces, lot.grams) == ("quarantine", 10, 23_500)
    send(client, seller, "lots", head + rows)
    assert ends(db_session) == ("checked", (0, 0, 1, 1))
    assert prove_stock() == []


def test_forecasts_are_recorded_where_a_figure_has_changed(client, seller, db_session):
    head = "spec,monday,p50_kg,p80_kg\n"
    take(client, seller, "forecasts", f"{head}LEG,2026-11-30,100,80\nLEG,2026-12-01,1,1\n")
    assert ends(db_session) == ("done", (1, 0, 0, 1))
    take(client, seller, "forecasts", f"{head}LEG,2026-11-30,100,70\n")
    rows = db_session.scalars(select(Forecast).order_by(Forecast.id))
    assert [(row.p50_g, row.p80_g, row.source) for row in rows] == [
        (100_000, 80_000, "sheet"),
        (100_000, 70_000, "sheet"),
    ]


def test_a_table_without_its_columns_is_refused_by_name(client, seller, db_session):
    page = send(client, seller, "lots", "货号,名称\nA,B\n")
    assert ends(db_session)[0] == "failed"
    assert "批次号" in client.get(page).text


def test_a_file_that_is_no_table_is_refused_in_words(client, seller, db_session):
    page = send(client, seller, "lots", b"\x89PNG\r\n\x1a\n\x00\x00")
    assert "这不是 XLSX 或 CSV 表格" in client.get(page).text
    assert client.post(f"{page}/confirm").status_code == 409


@pytest.mark.parametrize("form", [{}, {"kind": "listings"}, {"kind": "secrets"}])
def test_a_form_without_file_or_kind_is_shown_again(client, seller, db_session, form):
    assert client.post(f"/o/{seller.ref}/bulk", data=form).status_code == 422
    assert counts(db_session, ImportJob) == 0


def test_somebody_elses_import_is_not_found(client, seller, db_session):
    page = send(client, seller, "listings", f"{HEAD}\n{LEG}\n")
    other = make_org()
    sign_in(client, make_member(other))
    strange = page.replace(seller.ref, other.ref)
    for path in (strange, f"{strange}/progress"):
        assert client.get(path).status_code == 404
    for path in (f"{strange}/confirm", f"{strange}/drop"):
        assert client.post(path).status_code == 404
    assert ends(db_session)[0] == "checked"


def test_who_lost_the_role_meanwhile_imports_nothing(client, seller, db_session):
    packer = make_member(seller, Role.FULFILMENT)
    sign_in(client, packer)
    form = {"kind": "listings", "file": (io.BytesIO(b"x"), "x.csv")}
    assert client.post(f"/o/{seller.ref}/bulk", data=form).status_code == 403
    assert "商品" not in client.get(f"/o/{seller.ref}/bulk").text.split("<main")[1].split("上传")[0]
    assert counts(db_session, ImportJob) == 0


def test_new_listings_that_lack_something_stay_drafts_with_the_reason(client, seller, db_session):
    page = take(client, seller, "listings", f"{HEAD}\n{LEG}\n", submit="1")
    listing = db_session.scalars(select(Listing)).one()
    assert listing.state == "draft"
    assert "先存成草稿：" in client.get(page).text
