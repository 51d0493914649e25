"""Commands of the house: database, worker, catalogue check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.extract import extract_from_dir
from flask import Flask

from config.schedule import SCHEDULE
from config.settings import ROOT
from contracts.cli import verify_document
from core import worker
from core.db import db
from core.web.language import merged_catalogue
from demo.cli import demo_load
from logistics.cli import routing

METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "lazy": None, "gettext": None, "ngettext": (1, 2)}
PACKAGES = ("core", "accounts", "catalog", "logistics", "shop", "contracts", "console", "demo")


def extracted_words(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Every message in the source with the file it stands in."""
    for package in PACKAGES:
        found = extract_from_dir(str(root / package), METHODS, keywords=KEYWORDS)
        for file, _line, message, _comments, _context in found:
            text = message[0] if isinstance(message, tuple) else message
            if text:
                yield f"{package}/{file}", text


def missing_words(root: Path = ROOT) -> list[tuple[str, str]]:
    """Messages without English."""
    known = merged_catalogue(root)
    return sorted(
        {
            (file, text)
            for file, text in extracted_words(root)
            if text not in known or not known[text].string
        }
    )


def register_cli(app: Flask) -> None:
    """Add the commands to ``flask --app wsgi``."""
    app.cli.add_command(demo_load)
    app.cli.add_command(verify_document)
    app.cli.add_command(routing)

    @app.cli.command("db-create")
    def db_create() -> None:
        """Create all tables on an empty database."""
        db.create_all()
        click.echo("tables are there")

    @app.cli.command("worker")
    def run_worker() -> None:
        """Run the outbox and the schedule until told to stop."""
        click.echo("worker: started")
        worker.run(app, SCHEDULE)
        click.echo("worker: stopped")

    @app.cli.command("words-missing")
    def words_missing() -> None:
        """List messages that have no English."""
        rows = missing_words()
        for file, text in rows:
            click.echo(f"{file}: {text}")
        click.echo(f"{len(rows)} missing")
        if rows:
            raise SystemExit(1)
