"""Somebody who uses the pages without JavaScript: opens, fills in what is on the form, sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from catalog.queries.terms import get_terms_for_specs
from catalog.rules.cards import Terms
from core import outbox
from demo.data.accounts import DOMAIN, PASSWORD
from demo.data.goods import BY_CODE
from demo.steps.catalogue import get_spec
from demo.valley import Valley
from tests.conftest import TODAY


def look(app: Flask, question: Callable[..., Any], *arguments: Any) -> Any:
    """Ask a query outside of any request, so that nobody is signed in by accident."""
    with app.app_context():
        return question(*arguments)


def work(app: Flask) -> None:
    """What the worker does meanwhile."""
    look(app, outbox.run_due)


def terms_of(code: str) -> Terms:
    """The offer of a good of the valley."""
    good = BY_CODE[code]
    spec_id = get_spec(good).id
    return get_terms_for_specs(org_of(good.seller).id, [spec_id])[spec_id]


def org_of(key: str) -> Any:
    """An organisation of the valley."""
    return Valley(TODAY.date(), TODAY).orgs[key]


@dataclass
class Form:
    """A form of a page: where it goes and what is filled in already."""

    action: str
    method: str = "get"
    fields: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, **typed: str | list[str]) -> list[tuple[str, str]]:
        """What is sent when some fields are typed over or added; a list ticks several boxes."""
        kept = [(name, value) for name, value in self.fields if name not in typed]
        for name, value in typed.items():
            kept += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return kept


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._first: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "select":
            self._select, self._first = found.get("name", ""), None
        elif tag == "textarea":
            self._area = found.get("name", "")
        elif tag == "option":
            self._option(found)
        elif tag == "input":
            self._input(found)

    def _input(self, found: dict[str, str]) -> None:
        name, kind = found.get("name", ""), found.get("type", "text")
        is_off = kind in ("radio", "checkbox") and "checked" not in found
        if self._form is None or not name or is_off or kind in ("submit", "file"):
            return
        if "disabled" not in found:
            self._form.fields.append((name, found.get("value", "on" if kind == "checkbox" else "")))

    def _option(self, found: dict[str, str]) -> None:
        if self._first is None:
            self._first = found.get("value", "")
        if "selected" in found and self._form is not None:
            self._form.fields.append((self._select, found.get("value", "")))
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields.append((self._area, data.strip()))
            self._area = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select and self._form is not None:
            self._form.fields.append((self._select, self._first or ""))
            self._select = ""
        elif tag == "textarea":
            self._area = None


def read_forms(html: str) -> list[Form]:
    """All forms of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


class Walker:
    """A signed-in person (or a visitor, without a mail address)."""

    def __init__(self, app: Flask, mail: str = "") -> None:
        self.client = app.test_client()
        self.html = ""
        self.path = "/"
        if mail:
            self.open("/login")
            self.press("/login", email=f"{mail}@{DOMAIN}", password=PASSWORD)

    def open(self, path: str, *, status: int = 200) -> str:
        """Open a page and keep what it says."""
        return self._keep(self.client.get(path, follow_redirects=True), status)

    def press(self, action: str, /, *, status: int = 200, **typed: str | list[str]) -> str:
        """Send the form whose address contains ``action``, with some fields typed over."""
        form = next(form for form in read_forms(self.html) if action in form.action)
        target = form.action or self.path
        if form.method == "get":
            return self.open(target)
        pairs: dict[str, list[str]] = {}
        for name, value in form.filled(**typed):
            pairs.setdefault(name, []).append(value)
        return self._keep(self.client.post(target, data=pairs, follow_redirects=True), status)

    def has(self, action: str) -> bool:
        """Whether the page offers such a form."""
        return any(action in form.action for form in read_forms(self.html))

    def _keep(self, answer: TestResponse, status: int) -> str:
        assert answer.status_code == status, answer.text[-3000:]
        self.html = answer.text if answer.mimetype.startswith("text/") else ""
        self.path = urlsplit(answer.request.url).path
        return self.html
