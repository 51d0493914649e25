"""Step 3: lots in the cold stores around today, forecasts eight weeks back and ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from catalog.queries.terms import get_terms_for_specs
from catalog.rules.grades import scheme_for
from catalog.services.forecasts import record_forecast
from catalog.services.lots import NewLot, receive_lot, release_lot
from catalog.services.rounds import NewRound, plan_round
from core.clock import at as pinned
from core.types.dates import SHANGHAI
from demo.data.goods import BY_CODE, GOODS
from demo.data.marks import PAPERS
from demo.data.rounds import ROUNDS
from demo.rows import Good
from demo.steps.catalogue import SECOND_OFFERS, get_spec, seasons_day
from demo.valley import Valley

WEEKS = 8


@dataclass(frozen=True, slots=True)
class LotPlan:
    """A lot that is to come into the store: so many pieces of a day."""

    good: Good
    seller: str
    produced_on: date
    pieces: int


def plan_lots(valley: Valley, good: Good, seller: str) -> list[LotPlan]:
    """The lots of a good: a fresh one every few days, of goods that keep one every few weeks.

    Goods out of season have lots only while the last harvest still keeps.
    """
    step = 2 if good.days and good.days <= 20 else 9 if good.days and good.days <= 120 else 21
    reach = 34 if step < 21 else 80
    # "Today" is a day on which goods come in; the oldest lots feed the four weeks of history.
    days = [valley.day - timedelta(days=back) for back in range(0, reach + 1, step)]
    plans = []
    for day in days:
        harvest = last_harvest(good, day)
        if harvest is None or (good.days and (valley.day - harvest).days > good.days + reach):
            continue
        share = valley.random("lot", good.code, seller, day).randint(85, 115)
        pieces = max(6, good.weekly * step * share // 700)
        plans.append(LotPlan(good, seller, harvest, pieces))
    return plans


def last_harvest(good: Good, day: date) -> date | None:
    """The day itself in season; else the end of the last season if goods of it still keep."""
    if seasons_day(good, day):
        return day
    last = day
    while not seasons_day(good, last):
        last = last.replace(day=1) - timedelta(days=1)
    return last if good.days and (day - last).days < good.days * 2 // 3 else None


def offers() -> list[tuple[Good, str]]:
    """Every good with each seller that offers it."""
    return [(good, good.seller) for good in GOODS] + [
        (BY_CODE[code], seller) for seller, code in SECOND_OFFERS
    ]


def receive(valley: Valley, plan: LotPlan, number: int) -> None:
    """Take one lot into the store and release it."""
    good = plan.good
    at = min(datetime.combine(plan.produced_on, time(14), SHANGHAI), valley.now)
    actor = valley.actor(plan.seller)
    variety = valley.random("grams", good.code, plan.produced_on, number)
    per_piece = good.grams[0]
    if good.is_catch_weight:
        spread = (good.grams[2] - good.grams[1]) // 8
        per_piece += variety.randint(-spread, spread)
    day = f"{plan.produced_on:%y%m%d}"
    with pinned(at):
        lot = receive_lot(
            actor,
            NewLot(
                seller_id=valley.orgs[plan.seller].id,
                spec_id=get_spec(good).id,
                county_code=good.county,
                lot_no=f"{good.county[2:]}-{day}-{GOODS.index(good) + 1:02d}{number:02d}",
                produced_on=plan.produced_on,
                pieces=plan.pieces,
                grams=plan.pieces * per_piece,
                grade=good.grade,
                measure=measure_of(good),
                certificate_no=certificate_no(good, day, number),
            ),
            at=at,
        )
        release_lot(actor, lot_ref=lot.ref, at=at)


def measure_of(good: Good) -> int | None:
    """An example of what the scale and the ruler say of a graded good."""
    scheme = scheme_for(good.family, good.grade)
    limit = dict(scheme.steps)[good.grade] if scheme else 0
    return None if scheme is None else limit - 14 if scheme.is_lower_better else limit + 2


def certificate_no(good: Good, day: str, number: int) -> str:
    """The paper that travels with a lot: quarantine for meat, else a compliance certificate."""
    code = "AQ" if "AQ" in good.paper_set else "CC"
    return f"{PAPERS[code][2]}{day}{number:03d}"


def forecast_weeks(valley: Valley, good: Good, seller: str) -> None:
    """What the seller expects of each week, eight back and eight ahead."""
    spec_id, seller_id = get_spec(good).id, valley.orgs[seller].id
    actor = valley.actor(seller)
    for week in range(-WEEKS, WEEKS + 1):
        monday = valley.monday + timedelta(weeks=week)
        share = valley.random("week", good.code, seller, monday).randint(80, 120)
        has_harvest = seasons_day(good, monday) or bool(good.days and good.days > 60)
        p50 = good.weekly * 3 * good.grams[0] * share // 100 if has_harvest else 0
        said_at = min(datetime.combine(monday - timedelta(days=10), time(8), SHANGHAI), valley.now)
        with pinned(said_at):
            record_forecast(
                actor,
                seller_id=seller_id,
                spec_id=spec_id,
                monday=monday,
                p50_g=p50,
                p80_g=p50 * 8 // 10,
                source="seller",
            )


def plan_rounds(valley: Valley) -> None:
    """Sellers plan the rounds of these days, of goods that are in season."""
    for code, first, last, cap, name_zh, name_en in ROUNDS:
        good = BY_CODE[code]
        spec_id, seller_id = get_spec(good).id, valley.orgs[good.seller].id
        terms = get_terms_for_specs(seller_id, [spec_id]).get(spec_id)
        if terms is None or not seasons_day(good, valley.day):
            continue
        opens = valley.instant(first, "08:00")
        cutoff = valley.instant(last, "16:00")
        with pinned(min(opens, valley.now)):
            plan_round(
                valley.actor(good.seller),
                NewRound(
                    listing_ref=terms.listing_ref,
                    name_zh=name_zh,
                    name_en=name_en,
                    opens_at=opens,
                    cutoff_at=cutoff,
                    harvest_from=valley.day + timedelta(days=first),
                    harvest_to=valley.day + timedelta(days=last),
                    cap_pieces=cap,
                    min_pieces=cap // 4,
                ),
                at=opens,
            )
