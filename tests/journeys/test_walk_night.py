"""Walk 4: the night's routing run, asked for on a page, solved, adopted, and replayed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from logistics.queries.runs import get_plan, get_problem, get_run, list_runs
from logistics.rules.routing.check import list_violations
from logistics.rules.routing.plan import read_plan
from logistics.rules.routing.reading import read_problem
from tests.journeys.walker import Walker, look, work

JUDGE = Path(__file__).parent.parent / "logistics" / "checks" / "routing_check.py"


def judge(folder: Path, problem: dict, plan: dict) -> dict:
    """What the independent judge says of a plan, run as its own program."""
    files = [folder / "problem.json", folder / "plan.json"]
    for file, document in zip(files, (problem, plan), strict=True):
        file.write_text(json.dumps(document))
    done = subprocess.run([sys.executable, JUDGE, *files], capture_output=True, check=False)
    return {"exit": done.returncode, **json.loads(done.stdout)}


@pytest.mark.slow
def test_the_judge_accepts_every_night_of_the_valley_and_last_night_fills_trucks(
    valley_app, tmp_path
):
    runs = look(valley_app, list_runs)
    assert [run.state for run in runs] == ["adopted"] * 3
    for run in reversed(runs):  # the latest last
        problem = look(valley_app, get_problem, run.ref)
        plan = look(valley_app, get_plan, run.ref)
        verdict = judge(tmp_path, problem, plan)
        assert (verdict["exit"], verdict["violation_count"]) == (0, 0)
        assert verdict["declared_total_matches"]
    assert sum(count for _, _, count in plan["vehicles"]) >= 1
    assert verdict["fill_permille"] >= 800


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
