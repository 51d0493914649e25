"""Photos from the phone to the shelf: draft, review, public; and who may not see them before."""

from __future__ import annotations

import io
import re

from PIL import Image
from sqlalchemy import select

from catalog.models.listings import Listing
from catalog.models.photos import ListingPhoto
from core.files import StoredFile
from tests.factories.accounts import make_member, make_org, make_platform, sign_in
from tests.factories.catalog import make_listing, make_lot
from tests.factories.logistics import make_network


def photo(shade: int = 90) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), (shade, 60, 40)).save(out, "JPEG")
    out.seek(0)
    return out


def keeper(client, seller):
    return sign_in(client, make_member(seller))


def upload(client, seller, terms, *files):
    path = f"/o/{seller.ref}/listings/{terms.listing_ref}/photos"
    sent = [(file, f"photo-{n}.jpg") for n, file in enumerate(files)]
    return client.post(path, data={"photo": sent}, content_type="multipart/form-data")


def form_of(text):
    names = r'name="([a-z_0-9]+)"[^>]*? value="([^"]*)"'
    fields = dict(re.findall(rf"<input class=\"input\"[^>]*?{names}", text))
    option = r'<select[^>]*name="([a-z_]+)".*?<option value="([^"]*)" selected'
    picked = re.findall(option, text, re.DOTALL)
    hidden = re.findall(rf'<input type="hidden" {names}', text)
    return fields | dict(picked) | dict(hidden)


def test_a_photo_goes_from_the_phone_over_the_review_to_the_shelf(client, db_session):
    make_network()
    seller = make_org()
    terms = make_listing(seller=seller)
    make_lot(terms, pieces=5)
    keeper(client, seller)
    assert upload(client, seller, terms, photo(), photo(200)).status_code == 303
    photos = db_session.scalars(select(ListingPhoto.ref).order_by(ListingPhoto.id)).all()
    assert len(photos) == 2
    page = f"/o/{seller.ref}/listings/{terms.listing_ref}"
    form = form_of(client.get(page).text)
    sent = form | {"photos": photos, "cover": photos[1], "action": "submit", "title_zh": "羊腿"}
    assert client.post(page, data=sent).status_code == 303
    shown = f"/photos/{photos[1]}/640.webp"
    assert "no-store" in client.get(shown).headers["Cache-Control"]
    assert f"/photos/{photos[1]}" not in client.get("/c/lamb").text  # it waits for review

    sign_in(client, make_member(make_platform()))
    review = re.search(r'href="(/ops/reviews/[0-9a-z]{26})"', client.get("/ops/reviews").text)[1]
    assert f"/photos/{photos[0]}/640.webp" in client.get(review).text
    assert client.post(f"{review}/approve").status_code == 303

    client.post("/logout")
    answer = client.get(shown)
    assert answer.mimetype == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert f"{shown} 640w" in client.get("/c/lamb").text
    product = client.get(f"/p/{terms.listing_ref}?picture=2").text
    assert f"/photos/{photos[0]}/1280.webp" in product
    assert "版画" in product


def test_nobody_else_sees_a_photo_before_it_is_published(client, db_session):
    seller = make_org()
    terms = make_listing(seller=seller)
    keeper(client, seller)
    upload(client, seller, terms, photo())
    ref = db_session.scalar(select(ListingPhoto.ref))
    path = f"/photos/{ref}/320.webp"
    assert client.get(path).status_code == 200
    assert client.get(f"/photos/{ref}/321.webp").status_code == 404
    keeper(client, make_org())
    assert client.get(path).status_code == 404
    foreign = f"/o/{seller.ref}/listings/{terms.listing_ref}/photos/{ref}/remove"
    assert client.post(foreign).status_code == 404


def test_the_same_photo_twice_is_one_and_what_is_no_photo_leaves_nothing(client, db_session):
    seller = make_org()
    terms = make_listing(seller=seller)
    keeper(client, seller)
    upload(client, seller, terms, photo())
    upload(client, seller, terms, photo())
    assert len(db_session.scalars(select(ListingPhoto)).all()) == 1
    refused = upload(client, seller, terms, io.BytesIO(b"<svg onload=alert(1)>"))
    assert refused.status_code == 422
    assert terms.name_zh in refused.text
    assert len(db_session.scalars(select(StoredFile)).all()) == 3
    assert db_session.scalar(select(Listing.photos)) == []


def test_a_photo_that_nobody_shows_can_be_removed_with_its_files(client, db_session):
    seller = make_org()
    terms = make_listing(seller=seller)
    keeper(client, seller)
    upload(client, seller, terms, photo())
    ref = db_session.scalar(select(ListingPhoto.ref))
    base = f"/o/{seller.ref}/listings/{terms.listing_ref}/photos"
    assert client.post(f"{base}/{ref}/remove").status_code == 303
    assert db_session.scalars(select(ListingPhoto)).all() == []
    assert db_session.scalars(select(StoredFile)).all() == []
