"""Where payment providers send their notices; believed ones are kept and thanked for at once."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from accounts.guards import public
from accounts.rules.actor import SYSTEM
from core.clock import now
from core.ports import port
from shop.gateways import PaymentGateway
from shop.services.notices import record_notice

bp = Blueprint("shop_webhooks", __name__)
LARGEST_BYTES = 256 * 1024


@bp.post("/webhooks/stripe")
@public
def receive() -> ResponseReturnValue:
    request.max_content_length = LARGEST_BYTES
    is_believed = record_notice(
        SYSTEM,
        gateway=port(PaymentGateway),
        headers=dict(request.headers.items()),
        raw=request.get_data(),
        at=now(),
    )
    return "", 200 if is_believed else 400
