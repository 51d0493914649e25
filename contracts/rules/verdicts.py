"""What a checked file amounts to, in one word, from the facts about its signatures."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class SignatureFacts(Protocol):
    """What the verdict looks at."""

    @property
    def is_valid(self) -> bool:
        """Everything about it holds."""
        ...

    @property
    def problem(self) -> str | None:
        """Why it does not."""
        ...


class FileVerdict(StrEnum):
    """The answer of the check page."""

    GENUINE = "genuine"
    PARTLY_SIGNED = "partly_signed"
    UNKNOWN_FILE = "unknown_file"
    UNSIGNED = "unsigned"
    CHANGED = "changed"
    REVOKED = "revoked"
    UNKNOWN_ISSUER = "unknown_issuer"


_BY_PROBLEM = {
    "not_intact": FileVerdict.CHANGED,
    "changed_after": FileVerdict.CHANGED,
    "revoked": FileVerdict.REVOKED,
    "unknown_issuer": FileVerdict.UNKNOWN_ISSUER,
}


def judge(signatures: Sequence[SignatureFacts], *, is_known: bool, wanted: int = 2) -> FileVerdict:
    """Weigh the facts: the worst problem decides.

    Args:
        signatures: reports on every signature of the file.
        is_known: the platform keeps exactly this file.
        wanted: how many signatures a finished contract has.
    """
    if not signatures:
        return FileVerdict.UNSIGNED
    found = [_BY_PROBLEM[one.problem] for one in signatures if one.problem in _BY_PROBLEM]
    for verdict in (FileVerdict.CHANGED, FileVerdict.REVOKED, FileVerdict.UNKNOWN_ISSUER):
        if verdict in found:
            return verdict
    if not is_known:
        return FileVerdict.UNKNOWN_FILE
    return FileVerdict.GENUINE if len(signatures) >= wanted else FileVerdict.PARTLY_SIGNED
