"""Plain search: one normalised text per listing, every word of the question must occur in it.

Text is folded (width, case, spaces). A ``%`` or ``_`` that a buyer types means itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

MAX_WORDS = 8
MAX_WORD_LENGTH = 40


def normalise(text: str) -> str:
    """Fold a text for searching: full width to half, case away, one space.

    Example:
        >>> normalise("ＴＡＮ　羊")
        'tan 羊'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words_of(question: str) -> tuple[str, ...]:
    """Split a question into its words, at most eight, none longer than forty signs."""
    words = normalise(question).replace(",", " ").replace("、", " ").split()
    return tuple(word[:MAX_WORD_LENGTH] for word in words[:MAX_WORDS])


def search_text(parts: Iterable[str | None]) -> str:
    """Build the searchable text of a listing from its names, county, seller and variety."""
    return normalise(" ".join(part for part in parts if part))


def like_pattern(word: str) -> str:
    r"""Turn a word into a LIKE pattern with the backslash as the escape sign.

    Example:
        >>> like_pattern("50%")
        '%50\\%%'
    """
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def search_body(words: Sequence[str], *, direction: str | None, limit: int) -> dict[str, Any]:
    """The question as Elasticsearch wants it: every word must match, live listings only."""
    filters: list[dict[str, Any]] = [{"term": {"state": "live"}}]
    if direction is not None:
        filters.append({"term": {"direction": direction}})
    must = [{"match": {"text": {"query": word, "operator": "and"}}} for word in words]
    return {"query": {"bool": {"must": must, "filter": filters}}, "size": limit}
