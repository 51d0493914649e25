"""The newest migration makes exactly the tables that the models describe."""

import os
import subprocess
import sys

import pytest

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
