import gzip

import pytest
from flask import render_template_string

from core.web.assets import hash_files

SHOP = (
    "{% extends 'core/shop.html' %}{% block title %}x{% endblock %}{% block main %}y{% endblock %}"
)


def test_styles_carry_their_hash_and_are_kept_for_a_year(app, client):
    url = app.jinja_env.globals["asset"]("css/tokens.css")
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_wrong_hash_is_served_but_not_kept_for_long(client):
    answer = client.get("/static/css/tokens.css?v=old")
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_text_files_travel_compressed_where_the_browser_can(app, client):
    plain = client.get("/static/css/base.css").data
    packed = client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain


def test_hashes_follow_the_content(tmp_path):
    (tmp_path / "a.css").write_text("x")
    before = hash_files(tmp_path)
    (tmp_path / "a.css").write_text("y")
    assert hash_files(tmp_path)["a.css"] != before["a.css"]


def test_an_unknown_plate_falls_back_to_a_drawing_that_exists(app):
    plate_url = app.jinja_env.globals["plate_url"]
    assert "/celery.480.webp" in plate_url("plate-celery")
    assert "/celery.960.webp" in plate_url("celery", True)
    assert "/millet.480.webp" in plate_url("nonsense")


@pytest.mark.parametrize(("path", "lang"), [("/nope", "zh-Hans-CN"), ("/en/nope", "en")])
def test_an_unknown_page_offers_search_and_the_way_home_in_both_languages(client, path, lang):
    answer = client.get(path)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert f'<html lang="{lang}"' in page
    assert 'role="search"' in page


def test_the_language_switch_keeps_page_and_query(client):
    page = client.get("/search?q=rice&sort=price").get_data(as_text=True)
    assert 'href="/en/search?q=rice&amp;sort=price"' in page
    back = client.get("/en/search?q=rice&sort=price").get_data(as_text=True)
    assert 'href="/search?q=rice&amp;sort=price"' in back


def test_the_demonstration_says_so_on_every_page(app, client):
    assert "演示环境" in client.get("/").get_data(as_text=True)


def test_a_flash_is_shown_once_as_an_alert(app, client):
    with app.test_request_context("/"):
        from flask import flash

        flash("已加入", "ok")
        page = render_template_string(SHOP)
    assert '<div class="alert alert--ok"' in page


def test_a_wrong_field_is_tied_to_its_error(app):
    source = (
        "{% import 'core/macros.html' as ui %}"
        "{{ ui.field('name', '名称', '<b>', {'name': '太长了'}, required=True, maxlength=5) }}"
    )
    with app.test_request_context("/"):
        html = render_template_string(source)
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="name-about"' in html
    assert 'id="name-about"' in html
    assert "&lt;b&gt;" in html
    assert 'maxlength="5"' in html
