from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from logistics.rules.routing.check import list_violations
from logistics.rules.routing.document import fingerprint, problem_document
from logistics.rules.routing.plan import Plan, ShortRow, plan_document, read_plan
from logistics.rules.routing.problem import Problem, ProblemUnreadable
from logistics.rules.routing.reading import read_problem
from logistics.rules.routing.solver import solve

HERE = Path(__file__).resolve().parent.parent
SHARED = HERE.parents[2] / "shared" / "checks"
JUDGE = (SHARED if SHARED.exists() else HERE / "checks") / "routing_check.py"
CASES = sorted((HERE / "cases").glob("*.json"))
BASELINE_B1 = 23_514_691  # of small-1k, priced by the judge
NEAR_PERMILLE = 1_000


def read(path: Path) -> dict[str, Any]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return json.load(file)


@cache
def solved(path: Path, seed: int = 1) -> tuple[Problem, Plan]:
    problem = read_problem(read(path))
    return problem, solve(problem, seed, lambda: False, lambda *_: None)


def judged(path: Path, plan: Plan, tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan_document(plan)))
    run = subprocess.run(
        [sys.executable, str(JUDGE), str(path), str(file)], capture_output=True, text=True
    )
    report = json.loads(run.stdout)
    assert run.returncode == 0, report
    return report


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_judge_accepts_every_small_plan_and_it_is_near_the_optimum(
    path: Path, tmp_path: Path
) -> None:
    _, plan = solved(path)
    report = judged(path, plan, tmp_path)
    best = read(path)["optimal_total_fen"]
    assert best <= report["cost_fen"]["total"] <= best * NEAR_PERMILLE // 1000
    assert plan.lower_bound_fen <= best


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_our_own_check_agrees_with_the_judge(path: Path) -> None:
    assert list_violations(*solved(path)) == []


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("delivery", {"assignments": 2}),
        ("capacity", {"vehicles": 0}),
        ("short", {"short": 2}),
        ("cost", {"cost_fen": {}}),
    ],
)
def test_our_own_check_finds_what_is_wrong(rule: str, change: dict[str, Any]) -> None:
    problem, plan = solved(CASES[0])
    changes: dict[str, Any] = {}
    for name, value in change.items():
        rows = getattr(plan, name)
        if name == "assignments":
            changes[name] = (rows[0]._replace(grams=rows[0].grams * value), *rows[1:])
        elif name == "short":
            changes[name] = (ShortRow(next(iter(problem.lines)), value),)
        else:
            changes[name] = value or ()
    assert rule in {
        violation.rule for violation in list_violations(problem, replace(plan, **changes))
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_problem_is_written_as_it_was_read(path: Path) -> None:
    document = read(path)
    again = problem_document(read_problem(document))
    assert read_problem(again) == read_problem(document)
    assert fingerprint(again) == fingerprint(problem_document(read_problem(again)))


def test_a_plan_is_written_as_it_was_read() -> None:
    _, plan = solved(CASES[0])
    assert read_plan(json.loads(json.dumps(plan_document(plan)))) == plan


def test_the_same_problem_and_seed_give_the_same_plan() -> None:
    path = CASES[4]
    again = solve(read_problem(read(path)), 1, lambda: False, lambda *_: None)
    assert again == solved(path)[1]


def test_a_stopped_search_still_gives_a_plan(tmp_path: Path) -> None:
    path = HERE / "cases" / "small-1k.json.gz"
    problem = read_problem(read(path))
    plan = solve(problem, 1, lambda: True, lambda *_: None)
    assert judged(path, plan, tmp_path)["cost_fen"]["total"] < BASELINE_B1


def test_every_line_has_a_reason() -> None:
    problem, plan = solved(CASES[3])
    assert plan.reasons.keys() == problem.lines.keys()
    assert "short_supply" in plan.reasons.values()


def test_another_format_is_refused() -> None:
    with pytest.raises(ProblemUnreadable):
        read_problem({"format": "routing-problem/2"})
