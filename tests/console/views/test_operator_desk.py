"""The operator's desk and the status pages."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.permissions import Role
from console.queries.desk import read_desk
from console.queries.health import read_health
from console.queries.selling import WeekSum
from console.views.charts import forecast_chart
from core.outbox import OutboxMessage
from core.worker import WorkerBeat
from tests.factories.accounts import actor_for, make_member, make_org, make_platform, sign_in
from tests.factories.shop import make_leg, make_order, make_paid_order


def dead_message(session: Session, at: datetime) -> OutboxMessage:
    row = OutboxMessage(
        kind="accounts.MailRequested",
        handler="accounts.jobs.send_mail",
        payload={"to": "a@b.example", "subject": "s", "text": "t"},
        run_at=at,
        created_at=at,
        attempts=12,
        dead_at=at,
        last_error="OSError: away",
    )
    session.add(row)
    session.flush()
    return row


def totals(actor: object, at: datetime) -> dict[str, int]:
    return {queue.kind: queue.total for queue in read_desk(actor, at=at)}  # type: ignore[arg-type]


def test_each_desk_sees_its_own_queues(db_session: Session, at: datetime) -> None:
    platform = make_platform()
    assert set(totals(actor_for(platform, Role.PLATFORM_FINANCE), at)) == {"money"}
    assert set(totals(actor_for(platform, Role.LOGISTICS_DISPATCHER), at)) == {"stuck"}
    assert len(totals(actor_for(platform, Role.AUDITOR), at)) == 10


def test_unpaid_and_late_orders_wait_in_their_queues(db_session: Session, at: datetime) -> None:
    operator = actor_for(make_platform(), Role.OPERATOR)
    make_order((make_leg(), 1))
    make_paid_order((make_leg(), 1))
    now = totals(operator, at)
    assert (now["unpaid"], now["late"]) == (1, 0)
    assert totals(operator, at + timedelta(days=7))["late"] == 1


def test_parcels_that_should_have_arrived_are_stuck(db_session: Session, at: datetime) -> None:
    dispatcher = actor_for(make_platform(), Role.LOGISTICS_DISPATCHER)
    make_paid_order((make_leg(), 1))
    assert totals(dispatcher, at) == {"stuck": 0}
    assert totals(dispatcher, at + timedelta(days=20)) == {"stuck": 1}


def test_a_given_up_message_is_tried_again(
    client: FlaskClient, db_session: Session, at: datetime
) -> None:
    row = dead_message(db_session, at)
    sign_in(client, make_member(make_platform(), Role.OPERATOR))
    assert "OSError: away" in client.get("/ops/").text
    assert client.post(f"/ops/messages/{row.id}/retry").status_code == 303
    db_session.refresh(row)
    assert (row.dead_at, row.attempts) == (None, 0)


def test_an_auditor_changes_nothing(client: FlaskClient, db_session: Session, at: datetime) -> None:
    row = dead_message(db_session, at)
    sign_in(client, make_member(make_platform(), Role.AUDITOR))
    assert "再试一次" not in client.get("/ops/").text
    assert client.post(f"/ops/messages/{row.id}/retry").status_code == 403
    db_session.refresh(row)
    assert row.dead_at == at


def test_nobody_from_outside_finds_the_desk(client: FlaskClient) -> None:
    sign_in(client, make_member(make_org()))
    assert [client.get(path).status_code for path in ("/ops/", "/ops/status", "/ops/sellers")] == [
        404,
        404,
        404,
    ]


def test_health_tells_what_is_wrong(db_session: Session, at: datetime) -> None:
    assert read_health(at=at).is_well is False
    db_session.add(WorkerBeat(name="worker", beaten_at=at))
    db_session.flush()
    assert read_health(at=at).is_well is True
    assert read_health(at=at + timedelta(minutes=1)).is_well is False
    dead_message(db_session, at)
    assert read_health(at=at).dead == 1


def test_the_status_page_is_public_and_honest(client: FlaskClient) -> None:
    page = client.get("/status").text
    assert "演示收银台，不会真的扣款" in page
    assert "没有配置，搜索由数据库完成" in page
    assert "没有运行" in page


def test_the_status_page_speaks_english(client: FlaskClient) -> None:
    assert "Demonstration cashier, no money moves" in client.get("/en/status").text


def weeks(*grams: tuple[int, int, int]) -> list[WeekSum]:
    monday = datetime(2026, 11, 23).date()  # noqa: DTZ001 -- a date
    return [
        WeekSum(monday + timedelta(weeks=i), p50, p80, committed, is_current=i == 0)
        for i, (p50, p80, committed) in enumerate(grams)
    ]


def test_nothing_is_drawn_without_figures() -> None:
    assert forecast_chart([], width=760, height=240) is None
    assert forecast_chart(weeks((0, 0, 0)), width=760, height=240) is None


@pytest.mark.parametrize("top_t", [1, 3, 9, 36, 900])
def test_the_picture_stays_inside_its_frame(top_t: int) -> None:
    top_g = top_t * 10**6
    chart = forecast_chart(weeks((top_g, top_g // 2, top_g // 3)), width=340, height=220)
    assert chart is not None
    assert all(0 <= float(tick.y) <= 220 for tick in chart.ticks)
    assert 2 <= len(chart.ticks) <= 6
    assert 22 <= float(chart.dots[0].y) <= 188


def test_a_late_message_is_shown_as_lag(db_session: Session, at: datetime) -> None:
    row = dead_message(db_session, at)
    row.dead_at = None
    db_session.flush()
    health = read_health(at=at + timedelta(minutes=5))
    assert (health.waiting, health.lag_s) == (1, 300)
    assert db_session.scalars(select(OutboxMessage.id)).all() == [row.id]
