import pytest

from shop.rules.handover import faults_of_loading, judge_core, probed
from shop.schemas.handover import HandOverForm


@pytest.mark.parametrize(
    ("temperature", "core_c10", "fault"),
    [
        ("chilled", 40, None),
        ("chilled", 41, "too_warm_chilled"),
        ("frozen", -150, None),
        ("frozen", -149, "too_warm_frozen"),
        ("cool", 80, None),
        ("cool", 79, "too_cold_to_load"),
        ("cool", 151, "too_warm_cool"),
        ("frozen", None, "core_missing"),
    ],
)
def test_a_core_temperature_is_within_its_class_or_the_box_stays(temperature, core_c10, fault):
    assert judge_core(temperature, core_c10) == fault


def test_every_fault_is_named_at_once():
    faults = faults_of_loading(
        packed=3, counted=2, temperatures=["ambient", "frozen"], cores_c10={"frozen": -100}
    )
    assert faults == {"boxes": "boxes_differ", "core_frozen": "too_warm_frozen"}


def test_ambient_goods_are_not_probed():
    assert probed(["ambient"]) == []
    assert faults_of_loading(packed=1, counted=1, temperatures=["ambient"], cores_c10={}) == {}


@pytest.mark.parametrize(
    ("text", "tenths"), [("1.8", 18), ("−18.5", -185), ("-18", -180), ("4℃", 40)]
)
def test_degrees_are_kept_in_tenths(text, tenths):
    typed = {"action_id": "0123456789", "carrier": "x", "boxes": "1"}
    assert HandOverForm().load(typed | {"core_frozen": text})["core_frozen"] == tenths


@pytest.mark.parametrize(
    ("text", "code"),
    [("cold", "degrees_unreadable"), ("1.85", "degrees_unreadable"), ("200", "degrees_impossible")],
)
def test_what_is_no_temperature_says_so(text, code):
    assert HandOverForm().validate({"core_frozen": text})["core_frozen"] == [code]
