"""The maker of PDF files, a port: contracts, labels and statements all use this one."""

from __future__ import annotations

from typing import Protocol


class PdfMaker(Protocol):
    """Turns a complete HTML text into a PDF file."""

    def make(self, html: str) -> bytes:
        """Render the page; nothing is ever fetched from a network."""
        ...
