"""Gateways that remember what they were asked to deliver, for tests."""

from __future__ import annotations


class FakeSms:
    """Keeps messages in a list; raises what it is told to raise."""

    is_live = False

    def __init__(self) -> None:
        self.sent: dict[str, tuple[str, str]] = {}
        self.fails_with: Exception | None = None

    def send(self, phone: str, text: str, key: str) -> None:
        """Remember the message, once per key."""
        if self.fails_with:
            raise self.fails_with
        self.sent.setdefault(key, (phone, text))


class FakeMail:
    """Keeps mail in a dict."""

    is_live = False

    def __init__(self) -> None:
        self.sent: dict[str, tuple[str, str, str]] = {}

    def send(self, to: str, subject: str, text: str, key: str) -> None:
        """Remember the mail, once per key."""
        self.sent.setdefault(key, (to, subject, text))
