"""A seller's own stock over the API: supply by week, lots, forecasts, cuts, harvests."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.guards import acting_org_id, api_scope, current_actor
from catalog.queries.lots import get_lot, page_of_lots
from catalog.queries.specs import get_spec_by_code
from catalog.queries.supply import supply_ledger
from catalog.rules.cards import LotFacts
from catalog.rules.genealogy import Cut, Part
from catalog.schemas.stock_api import (
    CutIn,
    ForecastIn,
    ForecastOut,
    HarvestIn,
    HarvestOut,
    LotIn,
    OwnLot,
    OwnLotList,
    SupplyArgs,
    SupplyList,
)
from catalog.services import lots
from catalog.services.cutting import cut_lot
from catalog.services.forecasts import WeekForecast, record_forecasts
from catalog.services.harvesting import Harvested, Load, bring_in_harvest
from core.clock import now
from core.web.api import (
    ApiBlueprint,
    CursorArgs,
    Page,
    decode_cursor,
    encode_cursor,
    idempotent,
)

bp = ApiBlueprint(
    "catalog_api_stock", __name__, url_prefix="/stock", description="A seller's stock"
)


def _owner() -> str:
    return f"org:{current_actor().org_id}"


@bp.route("/supply", methods=["GET"])
@api_scope("stock:read")
@bp.arguments(SupplyArgs, location="query")
@bp.response(200, SupplyList)
def list_supply(args: dict[str, Any]) -> dict[str, Any]:
    """What each spec has, forecasts, has promised and booked, week by week."""
    return {"items": supply_ledger(org_id=acting_org_id(), weeks=args["weeks"])}


@bp.route("/lots", methods=["GET"])
@api_scope("stock:read")
@bp.arguments(CursorArgs, location="query")
@bp.response(200, OwnLotList)
def list_lots(args: dict[str, Any]) -> Page[LotFacts]:
    """The seller's lots with their balances, newest first."""
    rows, last_id = page_of_lots(
        org_id=acting_org_id(), before_id=decode_cursor(args["cursor"]), limit=args["limit"]
    )
    return Page(rows, encode_cursor(last_id) if last_id else None)


@bp.route("/lots/<lot_ref>", methods=["GET"])
@api_scope("stock:read")
@bp.response(200, OwnLot)
def show_lot(lot_ref: str) -> LotFacts:
    """One lot with its balance."""
    return get_lot(lot_ref, org_id=acting_org_id())


@bp.route("/lots", methods=["POST"])
@api_scope("stock:write")
@idempotent(_owner)
@bp.arguments(LotIn)
@bp.response(201, OwnLot)
def receive_lot(values: dict[str, Any]) -> LotFacts:
    """Take goods in; with `release` and a certificate number they can be sold at once."""
    take_in = lots.receive_and_release if values.pop("release") else lots.receive_lot
    lot = take_in(current_actor(), _new_lot(values), at=now())
    return get_lot(lot.ref, org_id=acting_org_id())


@bp.route("/lots/<lot_ref>/cuts", methods=["POST"])
@api_scope("stock:write")
@idempotent(_owner)
@bp.arguments(CutIn)
@bp.response(201, OwnLotList)
def cut(values: dict[str, Any], lot_ref: str) -> Page[LotFacts]:
    """Cut pieces of a lot into parts; the parts are the answer. Parts never outweigh the cut."""
    parts = tuple(
        Part(get_spec_by_code(one["spec_code"]).id, one["pieces"], one["grams"])
        for one in values["parts"]
    )
    wanted = Cut(values["pieces"], values["grams"], parts)
    made = cut_lot(current_actor(), lot_ref=lot_ref, cut=wanted, at=now())
    return Page([get_lot(lot.ref, org_id=acting_org_id()) for lot in made], None)


@bp.route("/forecasts", methods=["POST"])
@api_scope("stock:write")
@idempotent(_owner)
@bp.arguments(ForecastIn)
@bp.response(200, ForecastOut)
def forecast(values: dict[str, Any]) -> dict[str, Any]:
    """Say what coming weeks will bring; p80 is never above p50. Every answer is kept."""
    weeks = [WeekForecast(one["monday"], one["p50_g"], one["p80_g"]) for one in values["weeks"]]
    spec = get_spec_by_code(values["spec_code"])
    changed = record_forecasts(
        current_actor(), seller_id=acting_org_id(), spec_id=spec.id, weeks=weeks
    )
    return {"changed": changed}


@bp.route("/harvests", methods=["POST"])
@api_scope("stock:write")
@idempotent(_owner)
@bp.arguments(HarvestIn)
@bp.response(201, HarvestOut)
def harvest(values: dict[str, Any]) -> Harvested:
    """Bring a load of a week's harvest in: released, and shared out by rule at once."""
    monday: date = values.pop("monday")
    load = Load(monday, values.pop("is_last"))
    return bring_in_harvest(current_actor(), new=_new_lot(values), load=load, at=now())


def _new_lot(values: dict[str, Any]) -> lots.NewLot:
    spec = get_spec_by_code(values.pop("spec_code"))
    return lots.NewLot(seller_id=acting_org_id(), spec_id=spec.id, **values)
