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
