import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from accounts.queries import get_org, get_person
from core.db import session
from shop.models.weigh_photos import WeighPhoto
from shop.queries.scale import read_table
from shop.services import packing_rounds
from shop.services.weighing import Reading, weigh_piece
from tests.factories.accounts import make_person, sign_in
from tests.factories.shop import (
    AT,
    get_group,
    get_seller_order,
    make_leg,
    make_paid_order,
    seller_actor,
)

pytestmark = pytest.mark.usefixtures("db_session")


def picture(kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (1600, 1200), "white").save(out, kind)
    return out.getvalue()


def sent(line, data=None, **changes):
    photo = (io.BytesIO(picture() if data is None else data), "scale.jpg")
    typed = {"line_ref": line.ref, "piece_no": 1, "device": "phone-1", "seq": 7, "photo": photo}
    return typed | changes


@pytest.fixture
def weighed(client):
    placed = make_paid_order((make_leg(), 1))
    packer = seller_actor(placed)
    packing_rounds.begin_all(packer, read_table(org_id=packer.org_id).waiting, at=AT)
    line = get_seller_order(placed.seller_order_refs[0]).lines[0]
    weigh_piece(packer, Reading(line.ref, 1, 2326, 26, "phone-1", 7), at=AT)
    sign_in(client, get_person(packer.user_id))
    return placed, f"/o/{get_org(packer.org_id).ref}/scale/photos", line


def count():
    return session().scalar(select(func.count(WeighPhoto.id)))


def test_a_photo_of_the_scale_is_kept_once_and_shown_to_the_buyer(weighed, client):
    placed, address, line = weighed
    refs = {client.post(address, data=sent(line)).get_json()["ref"] for _ in range(2)}
    assert (len(refs), count()) == (1, 1)
    shown = f"/weighings/{refs.pop()}.webp"
    assert client.get(shown).mimetype == "image/webp"
    sign_in(client, get_person(get_group(placed).buyer_user_id))
    assert client.get(shown).status_code == 200
    assert shown in client.get(f"/orders/{placed.group_ref}").get_data(as_text=True)


def test_nobody_else_sees_the_photo(weighed, client):
    _placed, address, line = weighed
    ref = client.post(address, data=sent(line)).get_json()["ref"]
    sign_in(client, make_person())
    assert client.get(f"/weighings/{ref}.webp").status_code == 404


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"not a photo", "file_kind"), (picture()[:400], "photo_broken"), (b"", "file_empty")],
)
def test_what_is_no_photo_is_refused_for_good(weighed, client, data, code):
    _placed, address, line = weighed
    answer = client.post(address, data=sent(line, data))
    said = answer.get_json()
    assert (answer.status_code, said["code"], said["is_final"]) == (422, code, True)
    assert count() == 0


def test_a_photo_needs_its_weighing(weighed, client):
    _placed, address, line = weighed
    assert client.post(address, data=sent(line, seq=8)).status_code == 404
    assert count() == 0
