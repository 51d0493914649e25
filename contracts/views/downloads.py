"""Answers that are files."""

from __future__ import annotations

import io

from flask import Response, send_file

from contracts.queries.documents import KeptFile


def pdf_response(kept: KeptFile, *, is_inline: bool = False) -> Response:
    """Send a kept PDF under the name of its contract."""
    response = send_file(
        io.BytesIO(kept.data),
        mimetype="application/pdf",
        as_attachment=not is_inline,
        download_name=kept.name,
        etag=kept.sha256,
    )
    response.headers["X-Document-SHA256"] = kept.sha256
    return response
