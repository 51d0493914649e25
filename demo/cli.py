"""The command `flask --app wsgi demo-load`."""

from __future__ import annotations

import logging

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from core import clock
from demo.load import load


@click.command("demo-load")
def demo_load() -> None:
    """Load the example valley; does nothing when it is there."""
    done = load_with_progress()
    click.echo(f"demo valley: {done} steps done" if done else "demo valley: already there")


def load_with_progress() -> int:
    """Load the example valley behind a progress bar; returns how many steps were done."""
    # No shop is open yet to take the cashier's notices: we ask it ourselves, they come later.
    logging.getLogger("shop.gateways.sandbox").setLevel(logging.ERROR)
    columns = (
        TextColumn("  {task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(name: str, done: int, total: int) -> None:
            bar.update(task, description=name, completed=done, total=total)
            if not bar.console.is_terminal and name and done % 20 == 0:
                click.echo(f"  {done:4d} of {total}  {name}")

        return load(now=clock.now(), report=report)
