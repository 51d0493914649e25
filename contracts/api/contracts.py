"""Contracts over the API: list them, read one, call off."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import request

from accounts.guards import acting_org_id, api_scope, current_actor
from contracts.queries import pages
from contracts.rules.call_off import Wish
from contracts.rules.cards import ContractPage
from contracts.schemas import CallOffIn, CallOffOut, ContractListOut, ContractSheetOut
from contracts.services import call_offs
from core import clock
from core.web.api import (
    ApiBlueprint,
    CursorArgs,
    Page,
    decode_cursor,
    encode_cursor,
    idempotent,
)

bp = ApiBlueprint(
    "contracts_api", __name__, url_prefix="/contracts", description="Standing contracts"
)


def _owner() -> str:
    return f"org:{current_actor().org_id}"


@bp.route("", methods=["GET"])
@api_scope("contracts:read")
@bp.arguments(CursorArgs, location="query")
@bp.response(200, ContractListOut)
def list_contracts(args: dict[str, Any]) -> Page[Any]:
    """List the contracts of the token's organisation, newest first."""
    rows, last_id = pages.list_page(
        org_id=acting_org_id(),
        before_id=decode_cursor(args["cursor"]),
        limit=args["limit"],
        at=clock.now(),
    )
    return Page(rows, encode_cursor(last_id) if last_id else None)


@bp.route("/<contract_ref>", methods=["GET"])
@api_scope("contracts:read")
@bp.response(200, ContractSheetOut)
def get_contract(contract_ref: str) -> ContractPage:
    """Read one contract: lines, weeks, the five quantities, what is left to call off."""
    return pages.get_contract(contract_ref, org_id=acting_org_id(), at=clock.now())


@bp.route("/<contract_ref>/call-offs", methods=["POST"])
@api_scope("call_offs:write")
@idempotent(_owner)
@bp.arguments(CallOffIn)
@bp.response(201, CallOffOut)
def call_off(values: dict[str, Any], contract_ref: str) -> call_offs.Released:
    """Call goods off; they become an order at the agreed price.

    Needs an Idempotency-Key. 422 `volume_cap_exceeded` or `week_cap_exceeded` says what is left.
    """
    grams = {one["line_ref"]: one["quantity_g"] for one in values["lines"]}
    return call_offs.call_off(
        current_actor(),
        contract_ref=contract_ref,
        wish=Wish(grams, values["deliver_on"], values["site_ref"]),
        form_key=sha256(request.headers["Idempotency-Key"].encode()).hexdigest()[:40],
        at=clock.now(),
    )
