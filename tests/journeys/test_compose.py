"""The commands of compose.yaml, run as plain processes: they start, answer, and end when told."""

import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.journeys.house import ROOT, free_port

SECRET = "x1" * 24
BIN = Path(sys.executable).parent
READY_S = 40.0


def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def environment(service, folder, port, broker):
    """The service's own environment, with the hosts of this machine in place of the others."""
    given = {k: str(v) for k, v in compose()["services"][service]["environment"].items()}
    here = {
        "PUBLIC_URL": "https://shop.minning.example",
        "SECRET_KEY": SECRET,
        "SERVER_SECRET": SECRET[::-1],
        "CA_PASSPHRASE": SECRET + "3",
        "DATABASE_URL": f"sqlite:///{folder}/compose.sqlite",
        "STRIPE_SECRET_KEY": "",
        "STRIPE_WEBHOOK_SECRET": "",
        "INSTANCE_DIR": str(folder),
        "CELERY_BROKER_URL": broker,
        "ELASTICSEARCH_URL": "",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": "1",
    }
    return {**os.environ, **given, **here, "PATH": f"{BIN}:{os.environ['PATH']}"}


@contextmanager
def started(command, env, log):
    with log.open("wb") as out:
        process = subprocess.Popen(
            shlex.split(command), cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture
def broker(tmp_path):
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server on this machine: apt-get install -y redis-server")
    port = free_port()
    command = compose()["services"]["redis"]["command"]
    with started(f"{command} --port {port} --dir {tmp_path}", os.environ, tmp_path / "redis.log"):
        yield f"redis://127.0.0.1:{port}/0"


def create_tables(env):
    command = [str(BIN / "flask"), "--app", "wsgi", "db-create"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)


def status_of(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def wait_until(is_true, process, log):
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        if is_true():
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text()[-2000:])


def end(process):
    process.send_signal(signal.SIGTERM)
    return process.wait(30)


@pytest.mark.slow
def test_the_web_command_answers_in_production_and_ends_when_told(tmp_path):
    port, log = free_port(), tmp_path / "web.log"
    env = environment("web", tmp_path, port, "")
    create_tables(env)
    with started(compose()["services"]["web"]["command"], env, log) as web:
        wait_until(lambda: status_of(f"http://127.0.0.1:{port}/status") == 200, web, log)
        assert end(web) == 0


@pytest.mark.slow
def test_the_worker_and_schedule_commands_do_the_work_of_the_outbox(tmp_path, broker):
    env = environment("worker", tmp_path, free_port(), broker)
    create_tables(env)
    services = compose()["services"]
    beat = services["schedule"]["command"].replace("/tmp/beat", str(tmp_path / "beat"))
    log = tmp_path / "worker.log"
    with (
        started(services["worker"]["command"], env, log) as worker,
        started(beat, env, tmp_path / "beat.log") as schedule,
    ):
        wait_until(lambda: has_beaten(tmp_path), worker, log)
        assert end(schedule) == 0
        assert end(worker) == 0


def has_beaten(folder):
    with sqlite3.connect(f"file:{folder}/compose.sqlite?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM worker_beat").fetchone()[0] > 0


def test_production_refuses_the_secrets_of_a_demonstration(tmp_path):
    env = environment("web", tmp_path, free_port(), "") | {"SECRET_KEY": "short"}
    command = [sys.executable, "-c", "import wsgi"]
    refused = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "SECRET_KEY is missing or shorter than 32 characters" in refused.stderr


def test_all_five_parts_of_the_production_shape_are_there():
    assert {"web", "worker", "postgres", "redis", "elasticsearch"} <= set(compose()["services"])
