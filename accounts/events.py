"""What happened in accounts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SignInCodeRequested:
    code_ref: str


@dataclass(frozen=True)
class MailRequested:
    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class InvitationMade:
    invitation_ref: str


@dataclass(frozen=True)
class SellerVerified:
    org_ref: str


@dataclass(frozen=True)
class SellerSuspended:
    org_ref: str
