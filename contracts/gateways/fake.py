"""A signer for tests: it keeps the rules of signing and does no cryptography."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from contracts.errors import DocumentBroken, WrongPin
from contracts.gateways import (
    FieldPlace,
    Identity,
    SignatureReport,
    SigningKey,
    SignOrder,
)

MARK = b"%fake-signature:"


class FakeSigner:
    """DocumentSigner that appends a line per signature; a changed byte breaks all before it."""

    def __init__(self) -> None:
        self.revoked: dict[str, datetime] = {}
        self.is_broken = False

    def issue(self, identity: Identity, pin: str, *, at: datetime) -> SigningKey:
        """Make a key that opens with the PIN."""
        serial = sha256(f"{identity.org_ref}{identity.person_ref}{at}".encode()).hexdigest()[:32]
        return SigningKey(
            certificate_pem=f"{identity.person_name}/{identity.org_name}",
            sealed_key=sha256(pin.encode()).hexdigest(),
            serial=serial,
            fingerprint=sha256(serial.encode()).hexdigest(),
            valid_from=at,
            valid_until=at + timedelta(days=730),
        )

    def revoke(self, serial: str, *, at: datetime) -> None:
        """Remember the revocation."""
        self.revoked[serial] = at

    def prepare(self, pdf: bytes, places: Sequence[FieldPlace]) -> bytes:
        """Name the fields."""
        return pdf + b"\n%fields:" + ",".join(place.name for place in places).encode()

    def sign(self, pdf: bytes, order: SignOrder, *, at: datetime) -> bytes:
        """Append a signature over everything before it."""
        if order.key.sealed_key != sha256(order.pin.encode()).hexdigest():
            raise WrongPin("wrong_pin", fields={"pin": "wrong_pin"})
        facts = {
            "field": order.field,
            "signer": order.identity.person_name,
            "organisation": order.identity.org_name,
            "at": at.isoformat(),
            "serial": order.key.serial,
            "over": sha256(pdf).hexdigest(),
        }
        return pdf + b"\n" + MARK + json.dumps(facts).encode()

    def verify(self, pdf: bytes, *, at: datetime) -> list[SignatureReport]:
        """Read the appended lines back."""
        del at
        if not pdf.startswith(b"%PDF"):
            raise DocumentBroken("unreadable_pdf")
        found, start = [], pdf.find(b"\n" + MARK)
        while start >= 0:
            end = pdf.find(b"\n", start + 1)
            line = pdf[start + 1 + len(MARK) : end if end >= 0 else None]
            found.append(self._report(json.loads(line), sha256(pdf[:start]).hexdigest()))
            start = pdf.find(b"\n" + MARK, start + 1)
        return found

    def root_certificate(self, *, at: datetime) -> bytes:
        """There is none to trust."""
        return f"fake root at {at.isoformat()}".encode()

    def _report(self, facts: dict[str, str], before: str) -> SignatureReport:
        is_intact = facts["over"] == before and not self.is_broken
        report = SignatureReport(
            field=facts["field"],
            signer=facts["signer"],
            organisation=facts["organisation"],
            signed_at=datetime.fromisoformat(facts["at"]),
            is_time_stamped=True,
            is_intact=is_intact,
            is_trusted=True,
            is_changed_after=not is_intact,
            is_certifying=facts["field"] == "Seller",
            certificate_serial=facts["serial"],
            fingerprint=sha256(facts["serial"].encode()).hexdigest(),
            algorithm="none",
        )
        return report if is_intact else replace(report, problem="not_intact")
