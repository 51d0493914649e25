"""A visit to a supply base: what was found, with the photos that were taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from accounts.rules.actor import Actor
from catalog.errors import PhotoRefused
from catalog.rules.pictures import make_evidence
from catalog.services.bases import Findings, inspect_base
from catalog.services.certificates import Picture
from core import files
from core.files import FileStore
from core.types.file_kinds import WEBP


def visit_base(
    actor: Actor,
    *,
    base_ref: str,
    found: Findings,
    photos: Sequence[Picture],
    store: FileStore,
    at: datetime,
) -> None:
    """Write down a visit and keep its photos: the pictures only, no place, no name of a camera.

    Raises:
        PhotoRefused: one of them is not a photo we read; nothing is kept.
        As `inspect_base`.
    """
    pictures = [(f"{PurePath(one.name).stem}.webp", _picture(one)) for one in photos]
    refs = [
        files.keep(store, data, content_type=WEBP, name=name, at=at).ref for name, data in pictures
    ]
    inspect_base(actor, base_ref=base_ref, found=found, photo_refs=refs, at=at)


def _picture(photo: Picture) -> bytes:
    try:
        return make_evidence(photo.data)
    except PhotoRefused as refused:
        raise PhotoRefused(refused.fields["photo"], field="photos") from refused
