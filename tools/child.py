"""Child processes of the tools: they end with us, whatever becomes of us."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from say import ROOT

PR_SET_PDEATHSIG = 1
IS_LINUX = sys.platform == "linux"


def end_with_parent() -> None:
    """Have the kernel end this process when its parent is gone, even by kill -9 (Linux only)."""
    if IS_LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that we alone pass signals on."""
    return subprocess.Popen(
        command, cwd=ROOT, env=env, start_new_session=True, preexec_fn=end_with_parent
    )


def cached(env: Mapping[str, str]) -> dict[str, str]:
    """An environment in which Python keeps what it compiled: every later start is quicker."""
    return {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}


def here() -> dict[str, str]:
    """Our own environment for children."""
    return cached(os.environ)
