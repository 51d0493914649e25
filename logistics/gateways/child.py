"""The engine in a child process: its memory comes back, and killing it harms nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from logistics.gateways import EngineFailed, Report

MODULE = "logistics.gateways.child_main"
ROOT = Path(__file__).resolve().parents[2]


class ChildEngine:
    """Starts one child for one problem; they talk in lines of JSON."""

    def solve(self, problem: dict[str, Any], *, seed: int, report: Report) -> dict[str, Any]:
        """Return the plan document.

        Raises:
            EngineFailed: the child ended without a plan.
        """
        command = [sys.executable, "-m", MODULE, str(seed)]
        with subprocess.Popen(  # noqa: S603 -- our own module, no input from outside
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as child:
            if child.stdin is None or child.stdout is None:
                raise EngineFailed("no pipes")
            child.stdin.write(json.dumps(problem))
            child.stdin.close()
            for line in child.stdout:
                message = json.loads(line)
                if "plan" in message:
                    plan: dict[str, Any] = message["plan"]
                    return plan
                report(message["stage"], message["done"], message["total"])
        raise EngineFailed(f"exit {child.returncode}")
