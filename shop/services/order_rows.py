"""Writes the rows of a worked-out order: group, seller orders, lines."""

from __future__ import annotations

from datetime import datetime

from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard
from core.clock import local_day
from core.db import next_number, session
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.rules.holds import FIRM_AT_ONCE
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.rules.orders import OrderRequest
from shop.services.order_draft import DraftLine, OrderDraft
from shop.services.states import record_change


def write_group(
    actor: Actor, request: OrderRequest, draft: OrderDraft, *, at: datetime
) -> OrderGroup:
    """Add the group of a checkout; orders on terms and at the counter are placed at once."""
    is_firm = request.payment_method in FIRM_AT_ONCE
    state = GroupState.PLACED if is_firm else GroupState.AWAITING_PAYMENT
    group = OrderGroup(
        number=_order_number(at),
        source_key=request.source_key,
        channel=request.channel.value,
        payment_method=request.payment_method.value,
        state=state.value,
        buyer_user_id=request.buyer_user_id,
        buyer_org_id=request.buyer_org_id,
        site_ref=request.site_ref,
        contract_ref=request.contract_ref,
        outlet_ref=request.outlet_ref,
        pickup_outlet_ref=request.pickup_outlet_ref,
        receiver=request.address.name,
        phone=request.address.phone,
        city_code=request.address.city_code,
        district_code=request.address.district_code,
        detail=request.address.detail,
        note=request.note,
        promised_on=draft.promised_on,
        estimate_fen=draft.estimate_fen,
        goods_fen=draft.goods_fen,
        freight_fen=draft.freight_fen,
        due_fen=draft.due_fen,
        expires_at=draft.expires_at,
        placed_at=at if is_firm else None,
        is_age_confirmed=request.is_age_confirmed,
        is_no_return_confirmed=request.is_no_return_confirmed,
        created_at=at,
    )
    session().add(group)
    session().flush()  # a second submit of the same form ends here; the ref is needed below
    record_change(actor, ("order_group", group.ref), (None, state), cause="submitted", at=at)
    return group


def write_seller_orders(
    actor: Actor, group: OrderGroup, draft: OrderDraft, *, at: datetime
) -> list[SellerOrder]:
    """Add one seller order for each part of a draft, in seller order, with its lines."""
    orders = []
    for position, lines in enumerate(draft.parts, start=1):
        seller = draft.sellers[lines[0].terms.seller_id]
        order = _seller_order(group, seller, lines, position, at)
        session().add(order)
        session().flush()  # the lines name their order
        session().add_all([_line(order, line) for line in lines])
        step = (None, SellerOrderState.PLACED)
        record_change(actor, ("seller_order", order.ref), step, cause="submitted", at=at)
        orders.append(order)
    session().flush()  # stock and parcels refer to the lines
    return orders


def _order_number(at: datetime) -> str:
    day = local_day(at)
    return f"MN{day:%y%m%d}-{next_number(f'order-{day:%y%m%d}'):04d}"


def _seller_order(
    group: OrderGroup, seller: OrgCard, lines: list[DraftLine], position: int, at: datetime
) -> SellerOrder:
    goods_fen = sum(line.price.ceiling_fen for line in lines)
    freight_fen = sum(line.freight_fen for line in lines)
    return SellerOrder(
        group_id=group.id,
        seller_org_id=seller.id,
        seller_name_zh=seller.name_zh,
        seller_name_en=seller.name_en,
        number=f"{group.number}-{position}",
        state=SellerOrderState.PLACED.value,
        ship_by=min(line.ship_by for line in lines),
        arrives_on=max(line.arrives_on for line in lines),
        estimate_fen=sum(line.price.estimate_fen for line in lines),
        goods_fen=goods_fen,
        freight_fen=freight_fen,
        freight_tax_fen=sum(line.freight_tax_fen for line in lines),
        due_fen=goods_fen + freight_fen,
        created_at=at,
    )


def _line(order: SellerOrder, line: DraftLine) -> OrderLine:
    terms, price, request = line.terms, line.price, line.request
    return OrderLine(
        ref=line.ref,
        seller_order_id=order.id,
        listing_id=terms.listing_id,
        spec_id=terms.spec_id,
        listing_ref=terms.listing_ref,
        name_zh=terms.name_zh,
        name_en=terms.name_en,
        plate=terms.plate,
        county_code=terms.county_code,
        sold_by=terms.sold_by,
        priced_by=terms.priced_by,
        temperature=terms.temperature,
        return_rule=terms.return_rule,
        is_catch_weight=terms.is_catch_weight,
        pieces=request.pieces,
        piece_g=terms.weight_g_per_piece,
        unit_pieces=terms.unit_pieces,
        min_g=terms.min_g or terms.weight_g_per_piece,
        max_g=terms.max_g or terms.weight_g_per_piece,
        price_e4=price.price_e4,
        price_source=price.price_source,
        tax_bp=terms.tax_bp,
        estimate_fen=price.estimate_fen,
        ceiling_fen=price.ceiling_fen,
        tax_fen=price.ceiling_tax_fen,
        freight_fen=line.freight_fen,
        substitution=request.substitution,
        min_remaining_days=line.min_remaining_days,
        parcel_key=line.parcel.key,
        arrives_on=line.arrives_on,
        contract_line_ref=request.contract_line_ref,
        harvest_on=request.harvest_on,
    )
