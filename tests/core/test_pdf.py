"""Without the libraries that draw a PDF a contract waits, and nothing else stops."""

import pytest

from core.pdf import NoPdfMaker, PdfOff


def test_the_stand_in_says_what_is_off():
    with pytest.raises(PdfOff):
        NoPdfMaker().make("<p>示例</p>")
