"""Commands: solve a problem file, check a plan."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from logistics.rules.routing.check import list_violations
from logistics.rules.routing.document import fingerprint
from logistics.rules.routing.plan import AssignmentRow, Plan, plan_document, read_plan
from logistics.rules.routing.reading import read_problem

routing = AppGroup("routing", help="Solve and check routing problems.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
STAGES = {"bound": "lower bound", "serve": "serving lines", "improve": "improving"}


@routing.command("solve")
@click.argument("problem_file", metavar="PROBLEM", type=FILE)
@click.option("--previous", type=FILE, help="an earlier plan, to count what changes")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--seed", type=int, default=1, show_default=True)
def solve_file(problem_file: Path, previous: Path | None, out: Path, seed: int) -> None:
    """Solve PROBLEM and write the plan."""
    from logistics.rules.routing.solver import solve  # slow to load, needed by this command only

    problem = read_problem(_read(problem_file))
    columns = (TextColumn("{task.description:14}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress:
        task = progress.add_task("starting", total=1)

        def report(stage: str, done: int, total: int) -> None:
            words = STAGES.get(stage, stage)
            progress.update(task, description=words, completed=done, total=total)

        plan = solve(problem, seed, lambda: False, report)
        progress.update(task, description="done", completed=1, total=1)
    _write(out, plan_document(plan))
    click.echo(f"total {plan.total_fen} fen, bound {plan.lower_bound_fen} fen")
    click.echo(f"short lines {len(plan.short)}, plan {fingerprint(plan_document(plan))[:16]}")
    if previous:
        changed = _changed(read_plan(_read(previous)), plan)
        click.echo(f"changed lines {changed} of {len(problem.lines)}")


@routing.command("check")
@click.argument("problem_file", metavar="PROBLEM", type=FILE)
@click.argument("plan_file", metavar="PLAN", type=FILE)
def check_file(problem_file: Path, plan_file: Path) -> None:
    """Say whether PLAN is allowed and its figures are right; exit status 1 if not."""
    problem, plan = read_problem(_read(problem_file)), read_plan(_read(plan_file))
    violations = list_violations(problem, plan)
    for violation in violations:
        click.echo(f"{violation.rule}: {violation.where}")
    click.echo(f"{len(violations)} violations, total {plan.total_fen} fen")
    if violations:
        raise SystemExit(1)


def _changed(old: Plan, new: Plan) -> int:
    def ways(plan: Plan) -> dict[str, set[AssignmentRow]]:
        found: dict[str, set[AssignmentRow]] = {}
        for row in plan.assignments:
            found.setdefault(row.line, set()).add(row)
        return found

    before, after = ways(old), ways(new)
    return sum(1 for line, rows in before.items() if after.get(line) != rows)


def _read(path: Path) -> Any:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def _write(path: Path, document: dict[str, Any]) -> None:
    data = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
