"""A visit to a supply base: what was found, with the photos that were taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.rules.actor import Actor
from catalog.services.bases import Findings, inspect_base
from catalog.services.certificates import Picture
from core import files
from core.files import FileStore


def visit_base(
    actor: Actor,
    *,
    base_ref: str,
    found: Findings,
    photos: Sequence[Picture],
    store: FileStore,
    at: datetime,
) -> None:
    """Write down a visit and keep its photos.

    Raises:
        As `inspect_base`.
    """
    refs = [
        files.keep(store, one.data, content_type=one.content_type, name=one.name, at=at).ref
        for one in photos
    ]
    inspect_base(actor, base_ref=base_ref, found=found, photo_refs=refs, at=at)
