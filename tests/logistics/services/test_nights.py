from __future__ import annotations

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from logistics.gateways.child import ChildEngine
from logistics.gateways.inline import InlineEngine
from logistics.jobs import plan_night, plan_tonight
from logistics.models.network import Tariff
from logistics.queries.consignments import get_consignment
from logistics.queries.runs import get_plan, get_problem, get_run, list_runs
from logistics.services.network import touch_network
from tests.factories.catalog import make_listing, make_lot
from tests.factories.logistics import AT, make_network
from tests.logistics.services.test_routing import place


def test_a_night_is_planned_from_snapshot_to_adoption_and_can_be_replayed(
    db_session: Session,
) -> None:
    make_network()
    listing = make_listing()
    make_lot(listing, pieces=10)
    parcel = place(listing)
    db_session.commit()
    ref = plan_night(date(2026, 11, 25))
    assert get_run(ref).state == "adopted"
    assert get_consignment(parcel.ref).state == "allocated"
    again = InlineEngine().solve(get_problem(ref), seed=1, report=lambda *_: None)
    assert again == get_plan(ref)


def test_the_child_process_finds_the_same_plan(db_session: Session) -> None:
    make_network()
    listing = make_listing()
    make_lot(listing, pieces=10)
    place(listing)
    db_session.commit()
    ref = plan_night(date(2026, 11, 25))
    stages: list[str] = []
    plan = ChildEngine().solve(get_problem(ref), seed=1, report=lambda s, *_: stages.append(s))
    assert plan == get_plan(ref)
    assert stages[0] == "serve"


def test_without_a_network_the_evening_passes_quietly(db_session: Session) -> None:
    plan_tonight(AT)
    assert list_runs() == []


def test_a_missing_tariff_is_a_failed_run_that_says_which(db_session: Session) -> None:
    make_network()
    listing = make_listing()
    make_lot(listing, pieces=10)
    parcel = place(listing)
    db_session.execute(
        delete(Tariff).where(Tariff.kind == "groupage", Tariff.temperature == "cool")
    )
    touch_network()
    db_session.commit()
    run = get_run(plan_night(date(2026, 11, 25)))
    assert (run.state, run.failure) == ("failed", "no_tariff groupage cool")
    assert get_consignment(parcel.ref).state == "planned"
