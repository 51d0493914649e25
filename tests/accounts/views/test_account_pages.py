"""The pages of accounts, as a person clicks through them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import find_person, get_org_by_ref, list_memberships, list_sites
from accounts.rules.permissions import Capacity, Role
from accounts.rules.sign_in import derive_code
from tests.factories.accounts import (
    make_buyer,
    make_member,
    make_org,
    make_person,
    make_platform,
    sign_in,
)
from tests.factories.catalog import make_certificate


def code_for(app: Flask, path: str) -> str:
    return derive_code(path.split("/join/")[1].split("?")[0], app.config["SECRET_KEY"])


def start(client: FlaskClient, phone: str) -> str:
    answer = client.post("/join", data={"phone": phone})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_new_number_becomes_a_person(app: Flask, client: FlaskClient) -> None:
    where = start(client, "+86 139 1111 2222")
    assert client.get(where).status_code == 200
    answer = client.post(where, data={"code": code_for(app, where)})
    assert answer.headers["Location"] == "/join/name"
    answer = client.post("/join/name", data={"name": "马建国"})
    assert answer.headers["Location"] == "/account/enter"
    found = find_person(phone="13911112222")
    assert found is not None
    assert found.name == "马建国"
    assert client.get("/account").status_code == 200


def test_a_known_number_is_signed_in_by_the_code(app: Flask, client: FlaskClient) -> None:
    make_person(phone="13911112222")
    where = start(client, "13911112222")
    answer = client.post(f"{where}?next=/account", data={"code": code_for(app, where)})
    assert answer.headers["Location"] == "/account"
    assert client.get("/account").status_code == 200


def test_a_wrong_code_says_how_many_tries_are_left(app: Flask, client: FlaskClient) -> None:
    where = start(client, "13911112222")
    wrong = "000000" if code_for(app, where) != "000000" else "000001"
    page = client.post(where, data={"code": wrong}, follow_redirects=True).text
    assert "还可以试 4 次" in page


def test_after_five_wrong_codes_the_right_one_is_dead(app: Flask, client: FlaskClient) -> None:
    where = start(client, "13911112222")
    right = code_for(app, where)
    for n in range(5):
        client.post(where, data={"code": f"{(int(right) + n + 1) % 10**6:06d}"})
    page = client.post(where, data={"code": right}, follow_redirects=True).text
    assert "不能再用了" in page
    assert find_person(phone="13911112222") is None


def test_a_code_works_once(app: Flask, client: FlaskClient) -> None:
    make_person(phone="13911112222")
    where = start(client, "13911112222")
    code = code_for(app, where)
    assert client.post(where, data={"code": code}).headers["Location"] == "/account/enter"
    client.post("/logout")
    assert "不能再用了" in client.post(where, data={"code": code}, follow_redirects=True).text


def test_a_second_code_within_a_minute_is_refused_and_the_number_kept(client: FlaskClient) -> None:
    start(client, "13911112222")
    answer = client.post("/join", data={"phone": "13911112222"})
    assert answer.status_code == 422
    assert "请 60 秒后再试" in answer.text or "请 61 秒后再试" in answer.text
    assert 'value="13911112222"' in answer.text


def test_a_bad_number_is_explained(client: FlaskClient) -> None:
    answer = client.post("/join", data={"phone": "12345"})
    assert answer.status_code == 422
    assert "请填写 11 位手机号" in answer.text


def test_somebody_enters_their_cooperative_and_owns_it(client: FlaskClient) -> None:
    person = sign_in(client, make_person())
    form = {
        "name_zh": "盐池县示例滩羊合作社",
        "legal_form": "cooperative",
        "capacities": ["sells", "buys"],
        "county_code": "640323",
    }
    answer = client.post("/account/organisations/new", data=form)
    assert answer.status_code == 303
    [(org, roles)] = list_memberships(person.id)
    assert (org.name_zh, org.city_code, Role.OWNER in roles) == (
        "盐池县示例滩羊合作社",
        "640300",
        True,
    )
    assert answer.headers["Location"] == f"/o/{org.ref}/start"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_bad_organisation_form_keeps_what_was_typed(client: FlaskClient) -> None:
    person = sign_in(client, make_person())
    form = {"name_zh": "示例", "legal_form": "company", "county_code": "110101", "uscc": "123"}
    answer = client.post("/account/organisations/new", data=form)
    assert answer.status_code == 422
    assert "请至少选一项业务" in answer.text
    assert 'value="示例"' in answer.text
    assert list_memberships(person.id) == []


def test_nobody_makes_themselves_the_platform(client: FlaskClient) -> None:
    person = sign_in(client, make_person())
    form = {
        "name_zh": "示例平台",
        "legal_form": "company",
        "county_code": "350102",
        "capacities": ["platform"],
    }
    assert client.post("/account/organisations/new", data=form).status_code == 403
    assert list_memberships(person.id) == []


def test_an_invited_colleague_joins_by_the_link_once(app: Flask, client: FlaskClient) -> None:
    org = make_org()
    sign_in(client, make_member(org))
    form = {"sent_to": "13922223333", "roles": ["fulfilment"]}
    page = client.post(f"/o/{org.ref}/members/invite", data=form, follow_redirects=True).text
    link = page.split("http://localhost/invitations/")[1].split("<")[0]
    assert link not in client.get(f"/o/{org.ref}/members").text
    colleague = sign_in(client, make_person(phone="13922223333"))
    assert client.get(f"/invitations/{link}").status_code == 200
    assert client.post(f"/invitations/{link}").headers["Location"] == f"/o/{org.ref}/"
    assert list_memberships(colleague.id)[0][1] == (Role.FULFILMENT,)
    sign_in(client, make_person())
    assert client.post(f"/invitations/{link}").status_code == 422


def test_the_last_owner_cannot_leave(client: FlaskClient) -> None:
    org = make_org()
    owner = sign_in(client, make_member(org))
    page = client.get(f"/o/{org.ref}/members").text
    action = page.split("退出组织")[0].rsplit('action="', 1)[1].split('"')[0]
    answer = client.post(action)
    assert answer.status_code == 422
    assert "至少要有一位所有者" in answer.text
    assert len(list_memberships(owner.id)) == 1


def test_a_buyer_adds_changes_and_closes_a_door(client: FlaskClient) -> None:
    org = make_buyer()
    sign_in(client, make_member(org))
    form = {
        "name": "东街店",
        "district_code": "350102",
        "address": "东街 1 号",
        "receiver": "陈",
        "phone": "13800001111",
        "window_from": "05:00",
        "window_to": "07:30",
        "needs_inspectors": "2",
    }
    assert client.post(f"/o/{org.ref}/sites/new", data=form).status_code == 303
    [site] = list_sites(org_id=org.id)
    assert (site.city_code, site.window_to.isoformat()) == ("350100", "07:30:00")
    path = f"/o/{org.ref}/sites/{site.ref}"
    assert client.get(path).status_code == 200
    late = client.post(path, data={**form, "window_to": "04:00"})
    assert (late.status_code, "结束时间要晚于开始时间" in late.text) == (422, True)
    assert client.post(path, data={**form, "name": "东街店后门"}).status_code == 303
    assert list_sites(org_id=org.id)[0].name == "东街店后门"
    assert client.post(f"{path}/close").status_code == 303
    assert list_sites(org_id=org.id) == []


def test_a_token_is_shown_once(client: FlaskClient) -> None:
    org = make_buyer()
    sign_in(client, make_member(org))
    form = {"name": "进货系统", "scopes": ["orders:read"]}
    page = client.post(f"/o/{org.ref}/tokens", data=form).text
    token = page.split("mnx_")[1].split("<")[0]
    assert len(token) > 40
    assert token not in client.get(f"/o/{org.ref}/tokens").text


def test_the_platform_verifies_a_seller(client: FlaskClient) -> None:
    seller = make_org(is_verified=False)
    sign_in(client, make_member(make_platform(), Role.OPERATOR))
    assert seller.name_zh in client.get("/ops/").text
    assert client.post(f"/ops/sellers/{seller.ref}/verify").status_code == 422  # no licence yet
    assert get_org_by_ref(seller.ref).is_verified is False
    make_certificate(seller)
    assert client.post(f"/ops/sellers/{seller.ref}/verify").status_code == 303
    assert get_org_by_ref(seller.ref).is_verified is True


def test_a_county_desk_recommends_only_its_own_county(client: FlaskClient) -> None:
    desk = make_org(capacities=[Capacity.COUNTY_DESK], county_code="640323")
    ours, other = make_org(county_code="640323"), make_org(county_code="640422")
    sign_in(client, make_member(desk))
    path = f"/o/{desk.ref}/county"
    page = client.get(path).text
    assert (ours.name_zh in page, other.name_zh in page) == (True, False)
    assert client.get(f"{path}/sellers/{ours.ref}").status_code == 200
    assert client.get(f"{path}/sellers/{other.ref}").status_code == 404
    note = {"note": "地和羊都看过"}
    assert client.post(f"{path}/{ours.ref}/recommend", data=note).status_code == 303
    assert client.post(f"{path}/{other.ref}/recommend", data=note).status_code == 404
    assert get_org_by_ref(ours.ref).is_recommended is True
    assert get_org_by_ref(other.ref).is_recommended is False


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_of_accounts_and_console_opens(client: FlaskClient, prefix: str) -> None:
    org = make_org(capacities=[Capacity.BUYS, Capacity.SELLS, Capacity.COUNTY_DESK])
    platform = make_platform()
    person = make_member(org)
    make_member(platform, person=person)
    sign_in(client, person)
    for path in (
        "/account",
        "/account/organisations",
        "/account/organisations/new",
        f"/o/{org.ref}/",
        f"/o/{org.ref}/members",
        f"/o/{org.ref}/sites",
        f"/o/{org.ref}/sites/new",
        f"/o/{org.ref}/tokens",
        f"/o/{org.ref}/county",
        "/ops/",
        "/ops/sellers",
        "/ops/status",
        "/status",
    ):
        assert client.get(prefix + path).status_code == 200, path
