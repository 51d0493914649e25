"""Chinese first, English complete. English lives under /en/…; the URL decides, nothing else.

Source strings are Chinese. ``translations/en/<package>.po`` are merged and compiled into
the instance folder when the app is made, so there is no build step.
"""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request
from flask_babel import Babel, LazyString, gettext, lazy_gettext

PREFIX = "/en"
ENVIRON_KEY = "minning.language"
StartResponse = Callable[..., Any]


def _(message: str, **values: Any) -> str:
    """The message in the language of the request."""
    return str(gettext(message, **values))


def lazy(message: str, **values: Any) -> LazyString:
    """Like ``_``, chosen when the text is used."""
    return lazy_gettext(message, **values)


def current_language() -> str:
    """``zh`` or ``en``."""
    if not has_request_context():
        return "zh"
    return str(request.environ.get(ENVIRON_KEY, "zh"))


def locale_name() -> str:
    """The Babel locale of the request."""
    return "en" if current_language() == "en" else "zh_Hans_CN"


class LanguagePrefix:
    """WSGI middleware: /en/x is x in English. url_for keeps the prefix by itself."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Strip the prefix and remember the language."""
        path = environ.get("PATH_INFO", "")
        if path == PREFIX or path.startswith(PREFIX + "/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + PREFIX
            environ["PATH_INFO"] = path[len(PREFIX) :] or "/"
            environ[ENVIRON_KEY] = "en"
        return self.inner(environ, start)


def other_language_url() -> str:
    """The same page in the other language."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    path = request.path + query
    return path if current_language() == "en" else PREFIX + path


def catalogue_files(root: Path) -> list[Path]:
    """The English catalogues, one per package."""
    return sorted((root / "translations" / "en").glob("*.po"))


def merged_catalogue(root: Path) -> Catalog:
    """All English catalogues as one."""
    merged = Catalog(locale="en")
    for path in catalogue_files(root):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id and message.id not in merged:
                    merged[str(message.id)] = message
    return merged


def compile_catalogue(root: Path, target: Path) -> Path:
    """Write the .mo file when a catalogue has changed; returns the translations folder."""
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in catalogue_files(root)))
    folder = target / f"words-{digest.hexdigest()[:16]}"
    file = folder / "en" / "LC_MESSAGES" / "messages.mo"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{id(file)}.tmp")
        with draft.open("wb") as out:
            write_mo(out, merged_catalogue(root))
        draft.replace(file)
    return folder


def init_language(app: Flask, root: Path, instance: Path) -> None:
    """Wire Babel, the /en prefix and what templates need."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh_Hans_CN"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(compile_catalogue(root, instance))
    Babel(app, locale_selector=locale_name, default_timezone="Asia/Shanghai")
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign,assignment]  # WSGI wrapping
    app.jinja_env.globals.update(
        _=_, current_language=current_language, other_language_url=other_language_url
    )
