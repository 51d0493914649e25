"""Every Chinese sentence has its English, with the same values in it."""

import re

from config.commands import extracted_words, missing_words
from config.settings import ROOT
from core.web.language import merged_catalogue

VALUE = re.compile(r"%\((\w+)\)[sd]")


def test_no_sentence_is_without_english():
    assert missing_words() == []


def test_english_keeps_the_values_of_the_sentence():
    catalogue = merged_catalogue(ROOT)
    changed = [
        text
        for _file, text in extracted_words()
        if (known := catalogue.get(text)) is not None
        and set(VALUE.findall(text)) != set(VALUE.findall(str(known.string)))
    ]
    assert changed == []
