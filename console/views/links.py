"""Addresses of pages that an installation may not have."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for


def page_url(endpoint: str, **values: Any) -> str:
    """The address of a page, or "" if there is no such page here."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
