"""Error codes of single fields, from the messages of marshmallow and of our own validators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MESSAGES = {
    "Missing data for required field.": "required",
    "Field may not be null.": "required",
    "Not a valid integer.": "invalid_integer",
    "Not a valid number.": "invalid_number",
    "Not a valid date.": "invalid_date",
    "Not a valid datetime.": "invalid_date",
    "Not a valid email address.": "invalid_email",
    "Unknown field.": "unknown_field",
}
PREFIXES = (
    ("Must be one of", "invalid_choice"),
    ("Shorter than minimum", "too_short"),
    ("Longer than maximum", "too_long"),
    ("Length must be", "too_long"),
    ("Must be ", "out_of_range"),
)


def code_of(message: Any) -> str:
    """The error code of a marshmallow message; our own validators raise codes."""
    text = str(message[0] if isinstance(message, list) and message else message)
    if text in MESSAGES:
        return MESSAGES[text]
    prefixed = next((code for start, code in PREFIXES if text.startswith(start)), None)
    return prefixed or (text if text.replace("_", "").isalnum() and text.islower() else "invalid")


def codes_of(messages: Mapping[str, Any]) -> dict[str, str]:
    """The codes of nested messages by dotted name.

    `{"lines": {0: {"pieces": [...]}}}` gives the code of `lines.0.pieces`.
    """
    return dict(_walk(messages, ()))


def _walk(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not isinstance(messages, Mapping):
        yield ".".join(path) or "body", code_of(messages)
        return
    for name, inner in messages.items():
        yield from _walk(inner, path if name == "_schema" else (*path, str(name)))
