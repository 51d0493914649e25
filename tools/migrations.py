"""Prove the migrations: up to the newest, down to nothing, up again, and no drift from the models.

Uses TEST_DATABASE_URL if it is set (it must be empty), else a SQLite file in a temporary folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from say import ROOT, plain

STEPS = (
    ["upgrade", "head"],
    ["downgrade", "base"],
    ["upgrade", "head"],
    ["check"],
    ["downgrade", "base"],
)


def main() -> int:
    """Run the steps, stop at the first that fails."""
    flask = str(Path(sys.executable).parent / "flask")
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder}/migrations.db"
        environment = os.environ | {"DATABASE_URL": url, "APP_ENV": "test"}
        for arguments in STEPS:
            done = subprocess.run(
                [flask, "--app", "wsgi", "db", *arguments],
                env=environment,
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            plain(f"  {' '.join(arguments):<16} {'done' if done.returncode == 0 else 'FAILED'}")
            if done.returncode:
                plain(done.stdout[-2000:] + done.stderr[-4000:])
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
