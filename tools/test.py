"""Everything there is to check: `test.py check` (fast part) or `test.py all`.

Every step runs, even after one has failed. The last line counts tests and steps and is true;
the exit code is 0 only when nothing failed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from child import here
from pg import server
from say import ROOT, note, plain, step

BIN = Path(sys.executable).parent
REPORTS = ROOT / "build/test"
PACKAGES = [
    *("config", "demo", "console", "contracts", "shop"),
    *("logistics", "catalog", "accounts", "core"),
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FAST = "not browser and not postgres"
ON_POSTGRES = "postgres or race"
SERVICES = "not browser and not postgres and not race and not slow"
TALKS_TO_DATABASE = ("tests/core", "tests/*/services", "tests/*/queries")


@dataclass
class Outcome:
    """What one step brought."""

    name: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0


@dataclass
class Report:
    """All outcomes, and what was left out with the reason."""

    outcomes: list[Outcome] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def run(self, name: str, *command: str | Path, env: dict[str, str] | None = None) -> None:
        """One step that is right or wrong as a whole."""
        step(name)
        started = time.monotonic()
        code = subprocess.call([str(part) for part in command], cwd=ROOT, env=environment(env))
        self.outcomes.append(
            Outcome(name, int(code == 0), int(code != 0), time.monotonic() - started)
        )

    def pytest(self, name: str, *arguments: str, env: dict[str, str] | None = None) -> None:
        """One run of pytest; each test counts."""
        step(name)
        started = time.monotonic()
        report = REPORTS / f"{name.replace(' ', '-').lower()}.xml"
        report.unlink(missing_ok=True)
        command = [str(BIN / "pytest"), "-q", f"--junitxml={report}", *arguments]
        code = subprocess.call(command, cwd=ROOT, env=environment(env))
        outcome = self.count(name, report)
        if code not in (0, 1, 5) or (code == 1 and not outcome.failed):
            outcome.failed += 1  # it could not even run
        outcome.seconds = time.monotonic() - started
        self.outcomes.append(outcome)

    def count(self, name: str, report: Path) -> Outcome:
        """Read passed, failed and skipped from pytest's own report."""
        if not report.exists():
            return Outcome(name, failed=1)
        outcome = Outcome(name)
        for case in ElementTree.parse(report).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                outcome.failed += 1
            elif (left := case.find("skipped")) is not None:
                self.skipped.append(f"{case.get('name')}: {left.get('message')}")
            else:
                outcome.passed += 1
        return outcome

    def close(self) -> int:
        """Print the table, what was skipped, and the one true line."""
        plain()
        for outcome in self.outcomes:
            sign = "✗" if outcome.failed else "✓"
            counts = f"{outcome.passed:5d} passed {outcome.failed:3d} failed"
            plain(f"  {sign} {outcome.name:<34}{counts}  {outcome.seconds:6.1f} s")
        for reason in dict.fromkeys(self.skipped):
            note(f"skipped {reason}")
        passed = sum(outcome.passed for outcome in self.outcomes)
        failed = sum(outcome.failed for outcome in self.outcomes)
        plain(f"{passed} passed, {failed} failed")
        return int(failed > 0)


def environment(extra: dict[str, str] | None) -> dict[str, str]:
    """The environment of a step: that of a test, whatever the caller's shell says."""
    kept = {key: value for key, value in here().items() if not key.startswith("DATABASE_")}
    return kept | {"APP_ENV": "test", "PATH": f"{BIN}:{kept.get('PATH', '')}"} | (extra or {})


def check(report: Report) -> None:
    """Format, lint, types, import rules, words, migrations and tests on SQLite."""
    report.run("Format", BIN / "ruff", "format", "--check", "-q", ".")
    report.run("Lint", BIN / "ruff", "check", "-q", ".")
    report.run("Types", BIN / "mypy", *PACKAGES)
    report.run("Import rules", BIN / "lint-imports", "--no-logo")
    report.run("Words without English", BIN / "flask", "--app", "wsgi", "words-missing")
    migrations(report, "SQLite", {})
    report.pytest("Tests on SQLite", "-m", FAST, *side_by_side())


def migrations(report: Report, database: str, env: dict[str, str]) -> None:
    """Up, down and up again, on an empty database."""
    if not any((ROOT / "migrations/versions").glob("*.py")):
        report.skipped.append(f"Migrations on {database}: there is no migration yet")
        return
    report.run(f"Migrations on {database}", sys.executable, "tools/migrations.py", env=env)


def postgres(report: Report) -> None:
    """Migrations and the tests whose truth depends on the database, on a real PostgreSQL."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(server(log=REPORTS / "postgresql.log"))
        except (RuntimeError, OSError, subprocess.SubprocessError) as reason:
            report.skipped.append(f"everything on PostgreSQL: {reason}")
            return
        migrations(report, "PostgreSQL", {"TEST_DATABASE_URL": url})
        given = {"TEST_DATABASE_URL": url}
        report.pytest("Tests on PostgreSQL", "-m", ON_POSTGRES, env=given)
        folders = [str(path) for shape in TALKS_TO_DATABASE for path in sorted(ROOT.glob(shape))]
        chosen = (*folders, "-m", SERVICES, *side_by_side())
        report.pytest("Services on PostgreSQL", *chosen, env=given)


def browser(report: Report) -> None:
    """The walks that are clicked through in Chromium."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if not found:
        report.skipped.append("browser tests: no Chromium; sudo apt-get install -y chromium")
        return
    report.pytest("Tests in the browser", "-m", "browser", *side_by_side(), env={"CHROMIUM": found})


def side_by_side() -> tuple[str, ...]:
    """Several processes run the tests, each whole files."""
    workers = os.environ.get("TEST_WORKERS", str(min(os.cpu_count() or 2, 4)))
    return ("-n", workers, "--dist", "loadfile")


def main() -> int:
    """Run what the command line asks for."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = Report()
    check(report)
    if sys.argv[1:2] != ["check"]:
        postgres(report)
        browser(report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
