"""What both sides agree to is one JSON document; its SHA-256 is what they accept.

Canonical form: keys sorted, separators `,` and `:`, non-ASCII kept, UTF-8. Two drafts are the
same agreement exactly when their hashes are the same (ADR: one content hash).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def canonical_json(content: Mapping[str, object]) -> str:
    """Write a document so that equal content gives equal text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_sha256(content: Mapping[str, object]) -> str:
    """Give the fingerprint (64 lowercase hex characters) of a document."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def changed_fields(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """List the paths at which two drafts differ, such as `lines.0.price_e4`."""
    return sorted(_differences("", old, new))


def _differences(path: str, old: object, new: object) -> list[str]:
    if old == new:
        return []
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        pairs = {key: (old.get(key), new.get(key)) for key in {*old, *new}}
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = {str(i): pair for i, pair in enumerate(zip(old, new, strict=True))}
    else:
        return [path]
    found: list[str] = []
    for key, (left, right) in pairs.items():
        found += _differences(f"{path}.{key}" if path else str(key), left, right)
    return found
