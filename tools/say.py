"""Plain output for the tools: steps, progress and notices, with or without a terminal."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IS_TERMINAL = sys.stdout.isatty()


def step(text: str) -> None:
    """Announce a step."""
    print(f"\033[1;32m▸\033[0m {text}" if IS_TERMINAL else f"▸ {text}", flush=True)


def note(text: str) -> None:
    """Say something that the reader should know, without stopping."""
    print(f"\033[33m! {text}\033[0m" if IS_TERMINAL else f"! {text}", flush=True)


def plain(text: str = "") -> None:
    """Print a line at once."""
    print(text, flush=True)


def stream(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, every_s: float = 2.0
) -> int:
    """Run a long command and show that it moves: its newest line, in place on a terminal.

    Args:
        command: the program and its arguments.
        env: the environment, the present one if absent.
        every_s: seconds between two progress lines when there is no terminal.

    Returns:
        The exit code. The last 25 lines are printed when it is not 0.
    """
    started = shown = time.monotonic()
    lines: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env, cwd=ROOT
    ) as process:
        for raw in process.stdout or ():
            lines.append(raw.rstrip())
            if IS_TERMINAL:
                print(f"\r\033[2K  {lines[-1][:100]}", end="", flush=True)
            elif time.monotonic() - shown >= every_s:
                shown = time.monotonic()
                plain(f"  {shown - started:4.0f} s  {lines[-1][:100]}")
    if IS_TERMINAL:
        print("\r\033[2K", end="")
    if process.returncode:
        plain("\n".join(f"  {line}" for line in lines[-25:]))
    return process.returncode
