"""Capitals, hashes, the audit chain, and the words on the paper."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.rules.audit import FIRST, chain, first_break
from contracts.rules.capitals import capitals
from contracts.rules.clauses import CLAUSES, material_clauses
from contracts.rules.content import canonical_json, content_sha256
from contracts.rules.paper import kilograms, make_paper, unit_price
from contracts.rules.redline import redline

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
FIRST_EVENT = {
    "actor": "user:17",
    "at": "2026-09-01T02:00:00Z",
    "data": {"version": 1},
    "ref": "MN-2026-000128",
    "seq": 1,
    "type": "contract.submitted",
}
SECOND_EVENT = {
    "actor": "user:21",
    "at": "2026-09-01T02:05:00Z",
    "data": {"version": 1, "意见": "同意"},
    "ref": "MN-2026-000128",
    "seq": 2,
    "type": "contract.approved",
}
FIRST_HASH = "5658499d5826a729a6b4c5766aabfbe22cceccb58d9569003e784e2142117568"
SECOND_HASH = "1a726fd8221a65b7878c9ad79d350b409fa67c8323f91f2a067ef9e644bfbe05"


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["case"]["kind"] == "CAPITALS"], ids=lambda c: c["id"]
)
def test_a_published_amount_in_capitals_comes_out_exactly(case):
    assert capitals(int(Decimal(case["case"]["amount"]) * 100)) == case["expected"]["text"]


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (600_000_100, "陆佰万零壹元整"),
        (10_500_000, "壹拾万伍仟元整"),
        (2_050, "贰拾元伍角"),
        (107, "壹元零柒分"),
        (20, "贰角"),
        (7, "柒分"),
        (0, "零元整"),
        (1_000_000_000_500, "壹佰亿零伍元整"),
        (100_010_000, "壹佰万零壹佰元整"),
    ],
)
def test_zeros_are_read_as_contracts_read_them(fen, words):
    assert capitals(fen) == words


def test_the_chain_gives_the_published_hashes():
    first = chain(FIRST, FIRST_EVENT)

    assert (first, chain(first, SECOND_EVENT)) == (FIRST_HASH, SECOND_HASH)


def test_a_changed_event_breaks_the_chain_where_it_stands():
    events = [(FIRST_EVENT, FIRST_HASH), (SECOND_EVENT | {"actor": "user:22"}, SECOND_HASH)]

    assert first_break(events) == 2
    assert first_break([(FIRST_EVENT, FIRST_HASH), (SECOND_EVENT, SECOND_HASH)]) is None


def test_equal_content_has_one_hash_whatever_the_order_of_its_keys():
    assert content_sha256({"b": 1, "a": "价"}) == content_sha256({"a": "价", "b": 1})
    assert canonical_json({"b": 1, "a": "价"}) == '{"a":"价","b":1}'


def text_with(**changes):
    line = {**LINE, "listing": "leg", "name_en": "Leg", "schedule": {"weekdays": ["TU"]}}
    head = {"title": "羊腿", "start_on": "2026-11-30", "end_on": "2027-02-28", "payment_days": 30}
    rest = {"inspection_hours": 24, "lead_workdays": 2, "sites": [{"name": "东街"}]}
    return {**head, **rest, "lines": [line], "amount_fen": 98_000, **changes}


def test_a_comparison_names_the_things_that_changed():
    old = text_with()
    line = {**old["lines"][0], "price_e4": 970_000, "schedule": {"weekdays": ["TU", "FR"]}}
    new = text_with(title="羊腿（改）", lines=[line], amount_fen=97_000)

    assert [(one.what, one.before, one.after, one.of_zh) for one in redline(old, new)] == [
        ("title", "羊腿", "羊腿（改）", ""),
        ("price_e4", 980_000, 970_000, "羊腿"),
        ("weekdays", ["TU"], ["TU", "FR"], "羊腿"),
        ("amount_fen", 98_000, 97_000, ""),
    ]
    assert redline(old, old) == ()


def test_goods_that_came_or_went_are_one_change_each():
    old = text_with()
    new = text_with(lines=[{**old["lines"][0], "listing": "ribs", "name_zh": "羊排"}])

    assert [(one.what, one.before, one.after, one.of_zh) for one in redline(old, new)] == [
        ("goods", 23_000, None, "羊腿"),
        ("goods", None, 23_000, "羊排"),
    ]


def test_material_clauses_are_explained_and_the_platform_certificate_is_named_as_such():
    text = "".join(paragraph for clause in CLAUSES for paragraph in clause.body)

    assert all(clause.explanation for clause in material_clauses())
    assert "平台证书" in text
    assert "不是依法设立的电子认证服务机构" in text


def test_figures_are_written_as_papers_write_them():
    assert [kilograms(g) for g in (12_500, 1_000, 2_300_000, 50)] == ["12.5", "1", "2,300", "0.05"]
    assert [unit_price(e4) for e4 in (63_500, 980_000, 12_345)] == ["6.35", "98.00", "1.2345"]


LINE = {
    "position": 1,
    "name_zh": "羊腿",
    "quality": "",
    "temperature": "frozen",
    "sold_by": "piece",
    "priced_by": "each",
    "piece_g": 2_300,
    "price_e4": 980_000,
    "total_g": 23_000,
    "tol_over_bp": 500,
    "amount_fen": 98_000,
    "schedule": {"frequency": "WEEKLY", "weekdays": ["TU"]},
    "weeks": [["2026-11-30", 23_000]],
    "deliveries": [["2026-12-01", 11_500, ["2026-12-01"]], ["2026-12-03", 11_500, ["2026-12-04"]]],
    "dropped": ["2027-01-01"],
    "official_until": "2026-12-02",
}


def test_every_clause_of_the_paper_has_its_values():
    content = {
        "number": "MN-2026-000001",
        "title": "羊腿",
        "buyer": {},
        "seller": {},
        "start_on": "2026-11-30",
        "end_on": "2027-02-28",
        "payment_days": 30,
        "inspection_hours": 24,
        "lead_workdays": 2,
        "sites": [],
        "lines": [LINE],
        "amount_fen": 98_000,
    }

    paper = make_paper(content)

    assert [clause.heading[:3] for clause in paper.clauses[9:13]] == [
        "第十条",
        "第十一",
        "第十二",
        "第十三",
    ]
    assert not any("{" in text for clause in paper.clauses for text in clause.paragraphs)
    assert (paper.amount, paper.amount_capitals) == ("¥980.00", "玖佰捌拾元整")
    assert (paper.lines[0].rhythm, paper.lines[0].tolerance) == ("每周二", "+5%")
    plan = paper.plans[0]
    assert plan.weeks[0].deliveries == "12月1日（二） 11.5；12月3日（四） 11.5"
    assert plan.weeks[0].quantity == "23"
    assert plan.notes == (
        "12月4日（五） 遇节假日，并到 12月3日（四） 交货",
        "1月1日（五） 遇节假日不交货，数量已摊到其他交货日",
        "2026年12月2日 以后的节假日安排尚未公布，其后的交货日为暂定，"
        "公布后由双方确认调整，每周数量不变",
    )
