"""The newest migration makes exactly the tables that the models describe."""

import os
import sqlite3
import subprocess
import sys

import pytest

from core.append_only import KEPT
from tests.meta.source import ROOT


def flask_db(folder, *arguments):
    environment = {
        **os.environ,
        "APP_ENV": "test",
        "INSTANCE_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/migrations.db",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_models_match_migrations(tmp_path):
    upgraded = flask_db(tmp_path, "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    checked = flask_db(tmp_path, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.slow
def test_migrated_tables_keep_their_rows_as_the_models_say(app, tmp_path):
    assert flask_db(tmp_path, "upgrade").returncode == 0
    with sqlite3.connect(tmp_path / "migrations.db") as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {name for (name,) in found}
    assert names == {f"keep_{table}_{verb}" for table in KEPT for verb in ("update", "delete")}
