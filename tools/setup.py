"""Create .venv and install what is needed: `setup.py run` or `setup.py test`.

Uses only the standard library and works with the Python of a bare machine. A stamp keyed by the
requirement files makes every later call instant.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from say import ROOT, note, plain, step, stream

OLDEST_PYTHON = (3, 11)
VENV = ROOT / ".venv"
PIP = [str(VENV / "bin/python"), "-m", "pip", "--disable-pip-version-check"]
REQUIREMENTS = {"run": ["requirements.txt"], "test": ["requirements.txt", "requirements-dev.txt"]}
SYSTEM_PACKAGES = {
    "run": {
        "python3-venv": "the Python environment",
        "fonts-noto-cjk": "Chinese letters in contract PDFs",
        "libpango-1.0-0": "contract PDFs",
        "libpangoft2-1.0-0": "contract PDFs",
        "libharfbuzz-subset0": "small and fast contract PDFs",
    },
    "test": {
        "chromium": "browser tests",
        "postgresql": "tests on PostgreSQL",
        "poppler-utils": "the check of PDF signatures with pdfsig",
        "redis-server": "the test of several worker hosts",
    },
}


def main() -> int:
    """Install for the purpose named on the command line."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    version = sys.version_info[:2]
    if version < OLDEST_PYTHON:
        note(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
        note("Name a newer one: make run PYTHON=python3.12")
        return 1
    os.chdir(ROOT)
    wanted = SYSTEM_PACKAGES["run"] | (SYSTEM_PACKAGES["test"] if purpose == "test" else {})
    install_system_packages(wanted)
    return install_python_packages(purpose)


def missing_system_packages(wanted: dict[str, str]) -> dict[str, str]:
    """Which of the wanted Debian packages are not installed."""
    if not shutil.which("dpkg-query"):
        return wanted
    out = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${db:Status-Abbrev}\n", *wanted],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    there = {line.split()[0] for line in out.splitlines() if line.split()[1:2] == ["ii"]}
    return {name: why for name, why in wanted.items() if name not in there}


def install_system_packages(wanted: dict[str, str]) -> None:
    """Install missing Debian packages when we may, otherwise name the one line to run."""
    missing = missing_system_packages(wanted)
    if not missing:
        return
    may = administrator()
    if may is None or not shutil.which("apt-get"):
        tell_what_is_off(missing)
        return
    step(f"System packages: {' '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = [*may, "apt-get", "-o", "Dpkg::Use-Pty=0"]
    failed = stream([*apt, "update"], env=environment) or stream(
        [*apt, "install", "-y", "--no-install-recommends", *missing], env=environment
    )
    if failed:
        tell_what_is_off(missing_system_packages(wanted))


def administrator() -> list[str] | None:
    """The words that make a command run as root, or None when we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
    return None


def tell_what_is_off(missing: dict[str, str]) -> None:
    """Name the line to run, and what does not work until then."""
    if not missing:
        return
    note("These system packages are missing and cannot be installed from here. Run this line once:")
    plain(f"    sudo apt-get install -y {' '.join(missing)}")
    off = list(dict.fromkeys(missing.values()))
    note(f"Going on without. Off until then: {', '.join(off)}.")


def install_python_packages(purpose: str) -> int:
    """Fill .venv from the requirement files, unless the stamp says that it is done."""
    stamp = VENV / f".stamp-{purpose}"
    key = requirements_key(purpose)
    if stamp.exists() and stamp.read_text() == key and (VENV / "bin/python").exists():
        return 0
    if not make_environment():
        return 1
    step(f"Python packages from {REQUIREMENTS[purpose][-1]} into .venv")
    if stream([*PIP, "install", "--no-compile", "-r", REQUIREMENTS[purpose][-1]]):
        note("The Python packages could not be installed; the lines above say why.")
        return 1
    compile_packages()
    stamp.write_text(key)
    return 0


def compile_packages() -> None:
    """Compile what was installed once, on all processors: every later start is quicker."""
    command = [PIP[0], "-m", "compileall", "-q", "-j", "0", str(VENV / "lib")]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def requirements_key(purpose: str) -> str:
    """A fingerprint of the requirement files and of this Python."""
    texts = [(ROOT / name).read_bytes() for name in REQUIREMENTS[purpose]]
    return hashlib.sha256(b"\0".join([sys.version.encode(), *texts])).hexdigest()


def make_environment() -> bool:
    """Create .venv if it is not there."""
    if (
        Path(PIP[0]).exists()
        and not subprocess.run([*PIP, "--version"], capture_output=True).returncode
    ):
        return True
    step("Python environment .venv")
    if stream([sys.executable, "-m", "venv", "--clear", str(VENV)]) == 0:
        return True
    note("The environment could not be created. Run once: sudo apt-get install -y python3-venv")
    return False


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        note("Stopped. Run it again: it goes on where it was.")
        sys.exit(130)
