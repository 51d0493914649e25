"""What runs in the child: read a problem, solve it, write progress and the plan as JSON lines."""

from __future__ import annotations

import json
import os
import sys
from typing import TextIO

from logistics.gateways.inline import InlineEngine


def main() -> None:
    """Solve the problem on standard input."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # a library that greets on standard output disturbs neither answer nor log
    problem = json.load(sys.stdin)

    def report(stage: str, done: int, total: int) -> None:
        _say(answers, {"stage": stage, "done": done, "total": total})

    plan = InlineEngine().solve(problem, seed=int(sys.argv[1]), report=report)
    _say(answers, {"plan": plan})


def _say(answers: TextIO, message: dict[str, object]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
