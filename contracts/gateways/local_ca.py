"""The platform's own certificate authority: root, signing CA, time stamps, revocation lists.

It is a platform certificate and never a licensed third-party one; every page says so. All keys
lie encrypted in a folder with mode 0700, every file has mode 0600.
"""

from __future__ import annotations

import json
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from contracts.gateways import Identity
from contracts.gateways.local_certificates import (
    Issuer,
    ca_certificate,
    name,
    revocation_list,
    signatory_certificate,
    tsa_certificate,
)

_HEAD_START = timedelta(days=400)
_CRL_LIFE = timedelta(days=7)
_CRL_REBUILD = timedelta(hours=24)


class LocalAuthority:
    """Certificates and revocation lists kept in one folder."""

    def __init__(self, folder: Path, secret: bytes, *, organisation: str = "闽宁优选") -> None:
        self.folder = folder
        self._passphrase = secret
        self._organisation = organisation

    def ensure(self, at: datetime) -> None:
        """Make root, signing CA and time stamp authority once; later calls do nothing."""
        if (self.folder / "root.crt").exists():
            return
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.folder.with_name(f"{self.folder.name}.{secrets.token_hex(6)}")
        fresh.mkdir(mode=0o700)
        self._create(fresh, at)
        try:
            fresh.rename(self.folder)
        except OSError:  # another process was first: its authority is the one that counts
            for file in fresh.iterdir():
                file.unlink()
            fresh.rmdir()

    def _create(self, folder: Path, at: datetime) -> None:
        start = at - _HEAD_START  # a demonstration plays in past weeks, and clocks differ a little
        root_key = ec.generate_private_key(ec.SECP384R1())
        root_name = name(f"{self._organisation} 平台根证书", self._organisation)
        root = Issuer(root_name, root_key)
        root_cert = ca_certificate(root, root_name, root_key, start, years=20, path_length=1)
        ca_key = ec.generate_private_key(ec.SECP384R1())
        ca_name = name(f"{self._organisation} 签约 CA", self._organisation)
        ca_cert = ca_certificate(root, ca_name, ca_key, start, years=10, path_length=0)
        tsa_key = ec.generate_private_key(ec.SECP256R1())
        tsa_name = name(f"{self._organisation} 时间戳", self._organisation)
        tsa_cert = tsa_certificate(root, tsa_name, tsa_key, start)
        for stem, key, certificate in (
            ("signing-ca", ca_key, ca_cert),
            ("tsa", tsa_key, tsa_cert),
            ("root", root_key, root_cert),
        ):
            self._write_key(folder / f"{stem}.key", key)
            pem = certificate.public_bytes(serialization.Encoding.PEM)
            _write(folder / f"{stem}.crt", pem)
        _write(folder / "revoked.json", b"[]")

    def certificate(self, stem: str) -> x509.Certificate:
        """Load `root`, `signing-ca` or `tsa`."""
        return x509.load_pem_x509_certificate((self.folder / f"{stem}.crt").read_bytes())

    def key(self, stem: str) -> ec.EllipticCurvePrivateKey:
        """Open the private key of `root`, `signing-ca` or `tsa`."""
        data = (self.folder / f"{stem}.key").read_bytes()
        key = serialization.load_pem_private_key(data, password=self._passphrase)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{stem}.key is no elliptic curve key")
        return key

    def issue(
        self, identity: Identity, public_key: ec.EllipticCurvePublicKey, at: datetime
    ) -> x509.Certificate:
        """Certify a signatory's key for two years."""
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, identity.org_name[:64]),
                x509.NameAttribute(NameOID.COMMON_NAME, identity.person_name[:64]),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, identity.person_ref),
            ]
        )
        return signatory_certificate(self._issuer("signing-ca"), subject, public_key, at)

    def revoke(self, serial: str, at: datetime) -> None:
        """Put a certificate on the list and write the list anew."""
        revoked = self._revoked()
        if serial not in {known for known, _ in revoked}:
            revoked.append((serial, at.isoformat()))
            _write(self.folder / "revoked.json", json.dumps(revoked).encode())
        self._write_crl("signing-ca", at)

    def crls(self, at: datetime) -> list[bytes]:
        """Give both revocation lists (DER), written anew when they are older than a day."""
        return [self._crl(stem, at) for stem in ("root", "signing-ca")]

    def _crl(self, stem: str, at: datetime) -> bytes:
        path = self.folder / f"{stem}.crl"
        if path.exists():
            data = path.read_bytes()
            made = x509.load_der_x509_crl(data).last_update_utc
            if abs(at - made) < _CRL_REBUILD:
                return data
        return self._write_crl(stem, at)

    def _write_crl(self, stem: str, at: datetime) -> bytes:
        revoked = self._revoked() if stem == "signing-ca" else []
        until = at + _CRL_LIFE
        data = revocation_list(self._issuer(stem), revoked, at, until)
        _write(self.folder / f"{stem}.crl", data)
        return data

    def _issuer(self, stem: str) -> Issuer:
        return Issuer(self.certificate(stem).subject, self.key(stem))

    def _revoked(self) -> list[tuple[str, str]]:
        rows = json.loads((self.folder / "revoked.json").read_text())
        return [(str(serial), str(at)) for serial, at in rows]

    def _write_key(self, path: Path, key: ec.EllipticCurvePrivateKey) -> None:
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(self._passphrase),
        )
        _write(path, pem)


def fingerprint(certificate: x509.Certificate) -> str:
    """Give the SHA-256 of a certificate in hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    fresh.replace(path)
