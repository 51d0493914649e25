"""The maker of PDF files, a port: contracts, labels and statements all use this one."""

from __future__ import annotations

from typing import Protocol

from core.errors import RuleBroken


class PdfMaker(Protocol):
    """Turns a complete HTML text into a PDF file."""

    def make(self, html: str) -> bytes:
        """Render the page; nothing is ever fetched from a network."""
        ...


class PdfOff(RuleBroken):
    """This machine lacks the libraries that draw a PDF; `make run` names the line that helps."""

    code = "pdf_off"


class NoPdfMaker:
    """Stands in where the libraries are missing: everything else goes on."""

    def make(self, html: str) -> bytes:
        """Say that it cannot be done here.

        Raises:
            PdfOff: always.
        """
        del html
        raise PdfOff
