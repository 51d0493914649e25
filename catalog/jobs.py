"""Scheduled work of the catalog: due holds, papers and lots past their day, the nightly proof."""

from __future__ import annotations

import logging
from datetime import datetime

from accounts.events import SellerSuspended
from accounts.rules.actor import SYSTEM
from accounts.services.notices import mail_owners
from catalog.events import CertificateEnding
from catalog.queries.certificates import get_certificate
from catalog.services.bases import end_bases
from catalog.services.certificates import expire_certificates
from catalog.services.lots import block_past_lots
from catalog.services.onboarding import stop_goods
from catalog.services.paper_notices import warn_of_ends
from catalog.services.proof import prove_stock
from catalog.services.rounds import decide_rounds
from catalog.services.shields import shield_week
from catalog.services.stock import sweep_due_holds
from core import clock
from core.types.dates import monday_of
from core.unit_of_work import unit_of_work
from core.web.format import day_full
from core.web.language import _
from core.web.words import sentence

log = logging.getLogger(__name__)


def sweep_holds(at: datetime) -> None:
    """End holds that are due."""
    with unit_of_work():
        sweep_due_holds(SYSTEM, at=at)


def end_past_days(at: datetime) -> None:
    """End certificates and block lots whose last day has come."""
    with unit_of_work():
        expire_certificates(SYSTEM, at=at)
    with unit_of_work():
        block_past_lots(SYSTEM, at=at)
    with unit_of_work():
        end_bases(at=at)


def warn_of_papers(at: datetime) -> None:
    """Tell sellers which papers end soon."""
    with unit_of_work():
        warn_of_ends(at=at)


def mail_ending(event: CertificateEnding) -> None:
    """Mail the owners of a seller whose paper ends soon."""
    paper = get_certificate(event.certificate_ref)
    name = sentence(f"paper_{paper.kind}")
    end = day_full(paper.valid_to)
    mail_owners(
        org_id=paper.seller_id,
        subject=_("%(paper)s快到期了", paper=name),
        text=_(
            "【闽宁优选】%(paper)s %(number)s 在 %(end)s 到期。"
            "请登录后台交新证，到期当天靠它上架的商品会停售。",
            paper=name,
            number=paper.number,
            end=end,
        ),
        key=f"paper-{paper.ref}-{end}",
    )


def stop_suspended(event: SellerSuspended) -> None:
    """Take a suspended seller's goods off sale."""
    stop_goods(SYSTEM, org_ref=event.org_ref)


def shield_contracts(at: datetime) -> None:
    """Keep this week's stock for what contracts may still call."""
    with unit_of_work():
        shield_week(SYSTEM, monday=monday_of(clock.local_day(at)), at=at)


def close_rounds(at: datetime) -> None:
    """Decide the sale rounds whose cut-off has come."""
    with unit_of_work():
        decide_rounds(SYSTEM, at=at)


def prove_counters(at: datetime) -> None:
    """Compare all stock counters with their rows; a difference is an alarm in the log."""
    with unit_of_work():
        differences = prove_stock()
    for found in differences:
        log.error("stock counter differs at %s: %s", at.isoformat(), found)
