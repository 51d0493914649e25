"""What runs in the child: read a problem, solve it, write progress and the plan as JSON lines."""

from __future__ import annotations

import json
import sys

from logistics.gateways.inline import InlineEngine


def main() -> None:
    """Solve the problem on standard input."""
    problem = json.load(sys.stdin)

    def report(stage: str, done: int, total: int) -> None:
        _say({"stage": stage, "done": done, "total": total})

    _say({"plan": InlineEngine().solve(problem, seed=int(sys.argv[1]), report=report)})


def _say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
