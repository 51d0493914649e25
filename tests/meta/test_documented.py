"""What an operator or a newcomer may meet is written down: settings, events, jobs, error codes."""

import dataclasses
import re
from pathlib import Path

from config.events import HANDLERS
from config.schedule import SCHEDULE
from config.settings import ROOT, Settings
from core.outbox import kind_of
from tests.meta.source import PACKAGES, docs_text, python_files

ENVIRONMENT = re.compile(r"""env(?:iron)?(?:\.get\(|\[)\s*["']([A-Z][A-Z0-9_]+)["']""")
SECRET = re.compile(r"""_secret\(env, ["']([A-Z0-9_]+)["']""")


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


def test_every_setting_is_documented():
    text = read("settings.md")
    fields = {field.name.upper() for field in dataclasses.fields(Settings)}
    names = fields - {"INSTANCE", "IS_DEMO"}
    for path in python_files("config"):
        names |= set(ENVIRONMENT.findall(path.read_text()) + SECRET.findall(path.read_text()))
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_every_event_is_documented():
    text = read("events.md")
    kinds = {kind_of(event) for event in HANDLERS}
    for path in python_files(*PACKAGES):
        if path.name == "events.py" and path.parent.name in PACKAGES[:-1]:
            package = path.parent.name
            kinds |= {f"{package}.{name}" for name in classes(path)}
    assert sorted(kind for kind in kinds if f"`{kind}`" not in text) == []


def classes(path: Path) -> list[str]:
    return re.findall(r"^@dataclass\(.*\)\nclass (\w+)", path.read_text(), re.MULTILINE)


def test_every_scheduled_job_is_documented():
    text = read("events.md")
    assert [job.name for job in SCHEDULE if f"`{job.name}`" not in text] == []


def test_every_command_is_documented(app):
    text = docs_text()
    own = [name for name in app.cli.commands if name not in {"db", "roles", "users", "openapi"}]
    assert [name for name in own if f"`{name}`" not in text] == []
