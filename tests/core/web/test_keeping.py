"""Public pages are kept a minute for visitors without a cookie; everything else is not kept."""

from tests.factories.accounts import make_person

KEPT = "public, max-age=60, stale-while-revalidate=600"


def test_a_public_page_is_kept_for_a_visitor_without_a_cookie(client):
    answer = client.get("/c")
    assert answer.headers["Cache-Control"] == KEPT
    assert {"Cookie", "HX-Request"} <= set(answer.vary)
    assert "Set-Cookie" not in answer.headers


def test_an_unchanged_page_is_answered_without_its_text(client):
    tag = client.get("/c").headers["ETag"]
    again = client.get("/c", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_whoever_brings_a_cookie_gets_a_fresh_page(client):
    client.set_cookie("anything", "1")
    assert client.get("/c").headers["Cache-Control"] == "no-store"


def test_a_page_with_a_form_is_not_kept(client):
    answer = client.get("/login")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" in answer.headers


def test_a_signed_in_person_gets_a_fresh_page(client):
    make_person("林秀英", email="lin@valley.example", password="cool-climate-valley")
    client.post("/login", data={"email": "lin@valley.example", "password": "cool-climate-valley"})
    assert client.get("/c").headers["Cache-Control"] == "no-store"


def test_an_unknown_page_is_not_kept(client):
    assert client.get("/c/nothing").headers["Cache-Control"] == "no-store"


def test_a_static_file_with_its_hash_is_kept_for_a_year(client):
    page = client.get("/c").text
    address = page.split('href="', 2)[1].split('"')[0]
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
