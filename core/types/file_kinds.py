"""What a file is, by its first bytes: names and declared types are never believed.

Only kinds that we show or read are known. SVG, HTML, archives and programs are none of them.
"""

from __future__ import annotations

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
PHOTOS = frozenset({JPEG, PNG, WEBP})
PAPERS = PHOTOS | {PDF}
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png", WEBP: "webp"}


def kind_of_bytes(data: bytes) -> str | None:
    """The content type of a file, or None if it is none of those we take.

    Example:
        kind_of_bytes(b"%PDF-1.7 ...") gives "application/pdf".
    """
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return None
