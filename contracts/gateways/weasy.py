"""Makes PDF files with WeasyPrint. The text is trusted, the network is not: nothing is fetched."""

from __future__ import annotations

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher


class WeasyPdfMaker:
    """PdfMaker with embedded CJK fonts of the machine (fonts-noto-cjk)."""

    def make(self, html: str) -> bytes:
        """Render a complete HTML text to PDF.

        Raises:
            FatalURLFetchingError: the text refers to something outside itself.
        """
        fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
        document = HTML(string=html, url_fetcher=fetcher)
        pdf: bytes = document.write_pdf(font_config=FontConfiguration())
        return pdf
