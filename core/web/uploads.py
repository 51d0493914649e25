"""Uploaded files: read with limits, believed by their bytes; sent so that nothing in them runs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from flask import Response, request

from core.errors import InvalidInput
from core.files import FileCard
from core.types.file_kinds import ENDINGS, PAPERS, PHOTOS, kind_of_bytes

MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, checked for size and kind."""

    name: str
    content_type: str
    data: bytes


def read_upload(
    field: str, *, kinds: Collection[str] = PAPERS, most_bytes: int = MOST_BYTES
) -> Upload | None:
    """The file of a form field; None if none was chosen.

    Raises:
        InvalidInput: with `file_empty`, `file_too_large` or `file_kind` on the field.
    """
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        return None
    return _checked(field, sent.filename, sent.stream.read(most_bytes + 1), kinds, most_bytes)


def read_uploads(
    field: str, *, most: int, kinds: Collection[str] = PHOTOS, most_bytes: int = MOST_BYTES
) -> list[Upload]:
    """All files of a form field, `most` of them at the most.

    Raises:
        InvalidInput: with `file_empty`, `file_too_large`, `file_kind` or `too_many_files`.
    """
    sent = [file for file in request.files.getlist(field) if file.filename]
    if len(sent) > most:
        raise InvalidInput(fields={field: "too_many_files"})
    return [
        _checked(field, file.filename or "", file.stream.read(most_bytes + 1), kinds, most_bytes)
        for file in sent
    ]


def _checked(
    field: str, filename: str, data: bytes, kinds: Collection[str], most_bytes: int
) -> Upload:
    kind = kind_of_bytes(data)
    if not data:
        raise InvalidInput(fields={field: "file_empty"})
    if len(data) > most_bytes:
        raise InvalidInput(fields={field: "file_too_large"})
    if kind is None or kind not in kinds:
        raise InvalidInput(fields={field: "file_kind"})
    stem = "".join(c for c in PurePath(filename).stem if c.isprintable() and c not in '<>"/\\')
    return Upload(f"{stem[:80] or 'file'}.{ENDINGS[kind]}", kind, data)


def send_file_of(card: FileCard, data: bytes, *, is_inline: bool = False) -> Response:
    """Answer with a kept file: as a download, or (pictures only) shown in the page."""
    response = Response(data, mimetype=card.content_type)
    shown = is_inline and card.content_type in PHOTOS
    way = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(card.name)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
