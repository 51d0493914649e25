"""Walk 4: the night's routing run, asked for on a page, solved, adopted, and replayed."""

import json

import pytest

from logistics.queries.runs import get_run
from logistics.rules.routing.check import list_violations
from logistics.rules.routing.plan import read_plan
from logistics.rules.routing.reading import read_problem
from tests.journeys.walker import Walker, look, work


@pytest.mark.slow
def test_a_night_is_planned_adopted_and_can_be_opened(valley_app):
    dispatcher = Walker(valley_app, "dispatch")
    dispatcher.open("/ops/routing/runs")
    dispatcher.press("/ops/routing/runs")
    run_ref = dispatcher.path.rsplit("/", 1)[1]
    work(valley_app)

    run = look(valley_app, get_run, run_ref)
    assert (run.state, run.failure) == ("adopted", "")
    assert run.line_count > 0
    assert run.cost_fen >= run.bound_fen
    page = dispatcher.open(f"/ops/routing/runs/{run_ref}")
    assert run.number in page

    problem = json.loads(dispatcher.client.get(f"/ops/routing/runs/{run_ref}/problem.json").data)
    plan = json.loads(dispatcher.client.get(f"/ops/routing/runs/{run_ref}/plan.json").data)
    assert list_violations(read_problem(problem), read_plan(plan)) == []
