"""Templates hold nothing that the content security policy would block, and no hand-made address."""

import re

import pytest

from tests.meta.source import name_of, templates

HOSTILE = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style[\s>]", re.I),
    "an event attribute": re.compile(r"<[a-z][^>{%]*\son[a-z]+\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
    "an address of another host": re.compile(r"(?:src|action)\s*=\s*[\"']?(?:https?:)?//", re.I),
    "a switched-off escape": re.compile(r"\|\s*safe\b|autoescape\s+false"),
}
HAND_MADE = re.compile(r"(?:href|action|hx-get|hx-post)\s*=\s*[\"']/(?!/)")


def page_templates():
    return [path for path in templates() if path.suffix == ".html" and "pdf" not in path.parts]


@pytest.mark.parametrize("what", HOSTILE)
def test_no_template_holds(what):
    found = {name_of(path) for path in page_templates() if HOSTILE[what].search(path.read_text())}
    assert found == set()


def test_every_address_is_built_by_url_for():
    found = {name_of(path) for path in page_templates() if HAND_MADE.search(path.read_text())}
    assert found == set()


def test_every_posting_form_carries_the_token():
    form = re.compile(r"<form[^>]*method\s*=\s*[\"']post[\"'].*?</form>", re.I | re.S)
    bare = {
        name_of(path)
        for path in page_templates()
        for found in form.findall(path.read_text())
        if "csrf" not in found
    }
    assert bare == set()
