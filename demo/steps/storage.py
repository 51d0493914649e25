"""Rice in a silo: taken in two months ago, measured last week, and a table sent this morning."""

from __future__ import annotations

from catalog.queries.storage import get_stored
from catalog.rules.sheets import SheetKind
from catalog.services import lots, storage
from catalog.services.imports import SentTable, send_table
from core.files import FileStore
from core.ports import port
from demo.data.goods import BY_CODE
from demo.steps.catalogue import get_spec
from demo.valley import Valley

SELLER, GOOD = "daolang", "pearl-rice"
SHEET = """批次号,品项代码,产地县区,生产日期,件数,总重（公斤）,合格证或检疫证号
DL-{day}-1,pearl-rice,灵武市,{eve},200,1000,HG-{day}
DL-{day}-2,pearl-rice,灵武市,{eve},两百,1000,HG-{day}
DL-{day}-3,珍珠米,灵武市,{eve},200,1000,HG-{day}
"""


def store_rice(valley: Valley) -> None:
    """A silo of 60 t, 12 t of this autumn's rice in it, released and measured."""
    org, actor = valley.orgs[SELLER], valley.actor(SELLER)
    silo_ref = storage.open_silo(
        actor,
        org_id=org.id,
        name="1 号仓",
        county_code="640181",
        capacity_g=60_000_000,
        fee_e4=3500,
        shrink_bp=10,
        at=valley.instant(-60),
    )
    intake = storage.Intake(
        spec_id=get_spec(BY_CODE[GOOD]).id,
        grade="一等",
        gross_g=27_480_000,
        tare_g=15_480_000,
        moisture_bp=1420,
        rotation_on=valley.instant(300).date(),
        produced_on=valley.instant(-70).date(),
        certificate_no=f"HG-{valley.instant(-60):%y%m%d}",
        tests={"impurity": "0.6", "unsound": "2.1"},
    )
    at = valley.instant(-60, "10:30")
    storage_ref = storage.take_in(actor, silo_ref=silo_ref, intake=intake, at=at)
    stored = get_stored(storage_ref, org_id=org.id)
    lots.release_lot(actor, lot_ref=stored.lot_ref, at=at)
    found = storage.Measured(
        rest_g=11_985_000,
        moisture_bp=1390,
        rotation_on=intake.rotation_on,
        note="翻仓后过磅",
        tests={"impurity": "0.6"},
    )
    storage.check_storage(actor, storage_ref=storage_ref, found=found, at=valley.instant(-7))


def send_sheet(valley: Valley) -> None:
    """A table of lots with two slips of the finger, waiting for the seller's yes."""
    day = valley.day
    text = SHEET.format(day=f"{day:%m%d}", eve=valley.instant(-1).date().isoformat())
    name = f"lots-{day.isoformat()}.csv"
    table = SentTable(SheetKind.LOTS, text.encode("gb18030"), name, is_submitting=False)
    send_table(
        valley.actor(SELLER),
        table,
        seller_id=valley.orgs[SELLER].id,
        store=port(FileStore),
        at=valley.instant(0, "08:10"),
    )
