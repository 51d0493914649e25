"""The shapes of the platform's certificates and revocation lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEAR = timedelta(days=365)
_SIGNATORY_LIFE = timedelta(days=730)
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True)
class Issuer:
    """Who signs a certificate."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey


def name(common: str, organisation: str) -> x509.Name:
    """Build a subject name for one of the platform's own certificates."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def ca_certificate(
    issuer: Issuer,
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    start: datetime,
    *,
    years: int,
    path_length: int,
) -> x509.Certificate:
    """Certify a CA key."""
    builder = _start(issuer, subject, key.public_key(), start, start + years * _YEAR)
    builder = builder.add_extension(x509.BasicConstraints(True, path_length), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    return builder.sign(issuer.key, hashes.SHA384())


def tsa_certificate(
    issuer: Issuer, subject: x509.Name, key: ec.EllipticCurvePrivateKey, start: datetime
) -> x509.Certificate:
    """Certify the time stamp key."""
    builder = _start(issuer, subject, key.public_key(), start, start + 10 * _YEAR)
    builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
    builder = builder.add_extension(_usage("digital_signature"), critical=True)
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return builder.add_extension(purpose, critical=True).sign(issuer.key, hashes.SHA384())


def signatory_certificate(
    issuer: Issuer, subject: x509.Name, public_key: ec.EllipticCurvePublicKey, start: datetime
) -> x509.Certificate:
    """Certify a signatory's key for two years."""
    begin = start - timedelta(minutes=5)  # clocks differ a little
    builder = _start(issuer, subject, public_key, begin, start + _SIGNATORY_LIFE)
    builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
    usage = _usage("digital_signature", "content_commitment")
    return builder.add_extension(usage, critical=True).sign(issuer.key, hashes.SHA384())


def revocation_list(
    issuer: Issuer, revoked: Sequence[tuple[str, str]], at: datetime, until: datetime
) -> bytes:
    """Write a revocation list (DER); `revoked` holds pairs of hex serial and ISO instant."""
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=issuer.name, last_update=at, next_update=until
    )
    for serial, when in revoked:
        entry = x509.RevokedCertificateBuilder(
            serial_number=int(serial, 16), revocation_date=datetime.fromisoformat(when)
        )
        builder = builder.add_revoked_certificate(entry.build())
    own = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = builder.add_extension(own, critical=False)
    number = x509.CRLNumber(int(at.timestamp()))
    signed = builder.add_extension(number, critical=False).sign(issuer.key, hashes.SHA384())
    return signed.public_bytes(serialization.Encoding.DER)


def _start(
    issuer: Issuer,
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    own = x509.SubjectKeyIdentifier.from_public_key(public_key)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.name)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(own, critical=False)
        .add_extension(above, critical=False)
    )


def _usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in allowed for usage in _USAGES})
