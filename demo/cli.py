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
    # No shop is open yet to take the cashier's notices: we ask it ourselves, they come later.
    logging.getLogger("shop.gateways.sandbox").setLevel(logging.ERROR)
    console = Console()
    columns = (
        TextColumn("  {task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("示例", total=None)

        def report(name: str, done: int, total: int) -> None:
            bar.update(task, description=name, completed=done, total=total)

        done = load(now=clock.now(), report=report)
    click.echo(f"demo valley: {done} steps done" if done else "demo valley: already there")
