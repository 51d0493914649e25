"""Which adapter stands behind which port. One line each; nobody else chooses adapters."""

from __future__ import annotations

from flask import Flask

from config.settings import Settings


def wire(app: Flask, settings: Settings) -> None:
    """Build the adapters and provide them."""
