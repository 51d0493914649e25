"""What accounts needs from outside: somebody who delivers short messages, and mail."""

from __future__ import annotations

from typing import Protocol


class SmsGateway(Protocol):
    """Delivers short messages to mobile numbers of mainland China."""

    is_live: bool

    def send(self, phone: str, text: str, key: str) -> None:
        """Deliver `text` to `phone`; the same `key` twice is delivered once at most.

        Raises:
            SmsRefused: The provider will never take this message.
            OSError: The provider could not be reached; trying again is right.
        """
        ...


class MailGateway(Protocol):
    """Delivers mail."""

    is_live: bool

    def send(self, to: str, subject: str, text: str, key: str) -> None:
        """Deliver a plain-text mail; the same `key` twice is delivered once at most.

        Raises:
            OSError: The server could not be reached; trying again is right.
        """
        ...


class SmsRefused(Exception):
    """The provider will never take this message."""
