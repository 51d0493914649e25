"""Templates hold nothing that the content security policy would block, and no hand-made address."""

import re

import pytest

from tests.meta.source import name_of, templates

HOSTILE = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>{%]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an address of another host": re.compile(
        r"(?:src|action)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
    ),
    "a switched-off escape": re.compile(r"\|\s*safe\b|autoescape\s+false"),
}
HAND_MADE = re.compile(r"(?:href|action|hx-get|hx-post)\s*=\s*[\"']/(?!/)")


PRINTED = {"pdf", "mail"}  # no browser applies our policy to these


def page_templates():
    return [
        path for path in templates() if path.suffix == ".html" and not PRINTED & set(path.parts)
    ]


@pytest.mark.parametrize("what", HOSTILE)
def test_no_template_holds(what):
    found = {name_of(path) for path in page_templates() if HOSTILE[what].search(path.read_text())}
    assert found == set()


def test_every_address_is_built_by_url_for():
    found = {name_of(path) for path in page_templates() if HAND_MADE.search(path.read_text())}
    assert found == set()


def test_every_posting_form_carries_the_token():
    form = re.compile(r"<form[^>]*method\s*=\s*[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
    bare = {
        name_of(path)
        for path in page_templates()
        for found in form.findall(path.read_text())
        if "csrf" not in found
    }
    assert bare == set()
