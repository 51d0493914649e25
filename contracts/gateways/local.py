"""Signs contracts with the platform's own certificates: PAdES, offline, no account anywhere."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from contracts.gateways import (
    FieldPlace,
    Identity,
    SignatureReport,
    SigningKey,
    SignOrder,
)
from contracts.gateways.local_ca import LocalAuthority, fingerprint
from contracts.gateways.local_keys import seal, unseal
from contracts.gateways.local_seal import seal_html
from contracts.gateways.local_tsa import LocalTimeStamper
from contracts.gateways.local_verify import Trust, reports
from core.clock import shanghai
from core.pdf import PdfMaker


class _PinnedPdfSigner(PdfSigner):  # type: ignore[misc]  # pyHanko is untyped here
    """A PdfSigner that takes the instant of signing from us instead of the machine."""

    def __init__(self, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


class LocalSigner:
    """DocumentSigner with a certificate authority in a folder of the instance."""

    def __init__(
        self, folder: Path, *, passphrase: str, server_secret: str, pdf_maker: PdfMaker
    ) -> None:
        self._authority = LocalAuthority(folder, passphrase.encode())
        self._secret = server_secret.encode()
        self._pdf_maker = pdf_maker

    def issue(self, identity: Identity, pin: str, *, at: datetime) -> SigningKey:
        """Make a key pair for a signatory; only the PIN opens the private key."""
        self._authority.ensure(at)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._authority.issue(identity, key.public_key(), at)
        private = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return SigningKey(
            certificate_pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
            sealed_key=seal(private, pin, owner=_owner(identity), secret=self._secret),
            serial=f"{certificate.serial_number:x}",
            fingerprint=fingerprint(certificate),
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
        )

    def revoke(self, serial: str, *, at: datetime) -> None:
        """Put a certificate on the revocation list from now on."""
        self._authority.ensure(at)
        self._authority.revoke(serial, at)

    def prepare(self, pdf: bytes, places: Sequence[FieldPlace]) -> bytes:
        """Add empty signature fields to the last page."""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        for place in places:
            box = (place.left, place.bottom, place.right, place.top)
            spec = SigFieldSpec(place.name, on_page=-1, box=box, empty_field_appearance=True)
            append_signature_field(writer, spec)
        return _written(writer)

    def sign(self, pdf: bytes, order: SignOrder, *, at: datetime) -> bytes:
        """Write one signature with time stamp and embedded proof of validity.

        Raises:
            WrongPin: the PIN does not open the signatory's key.
        """
        self._authority.ensure(at)
        private = unseal(
            order.key.sealed_key, order.pin, owner=_owner(order.identity), secret=self._secret
        )
        with self._stamp(order.identity, at) as stamp_style:
            signer = _PinnedPdfSigner(
                at,
                self._metadata(order, at),
                signer=self._simple_signer(order.key, private),
                timestamper=self._time_stamper(at),
                stamp_style=stamp_style,
            )
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            out: io.BytesIO = signer.sign_pdf(writer, existing_fields_only=True)
        return out.getvalue()

    def verify(self, pdf: bytes, *, at: datetime) -> list[SignatureReport]:
        """Check every signature of a file.

        Raises:
            DocumentBroken: it is no PDF that can be read.
        """
        self._authority.ensure(at)
        trust = Trust(
            roots=[self._asn1("root")],
            others=[self._asn1("signing-ca"), self._asn1("tsa")],
            crls=self._authority.crls(at),
        )
        return reports(pdf, trust, at)

    def root_certificate(self, *, at: datetime) -> bytes:
        """Give the root certificate (PEM) for checks with other readers."""
        self._authority.ensure(at)
        return (self._authority.folder / "root.crt").read_bytes()

    def _metadata(self, order: SignOrder, at: datetime) -> PdfSignatureMetadata:
        context = ValidationContext(
            trust_roots=[self._asn1("root")],
            other_certs=[self._asn1("signing-ca"), self._asn1("tsa")],
            crls=self._authority.crls(at),
            moment=at,
            retroactive_revinfo=True,
            revocation_mode="require",
        )
        return PdfSignatureMetadata(
            field_name=order.field,
            md_algorithm="sha256",
            name=f"{order.identity.person_name} / {order.identity.org_name}",
            reason=order.reason,
            certify=order.is_certifying,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=True,
            use_pades_lta=not order.is_certifying,
            validation_context=context,
        )

    def _simple_signer(self, key: SigningKey, private: bytes) -> SimpleSigner:
        store = SimpleCertificateStore()
        store.register_multiple([self._asn1("root"), self._asn1("signing-ca")])
        return SimpleSigner(
            signing_cert=_asn1_from_pem(key.certificate_pem.encode()),
            signing_key=asn1_keys.PrivateKeyInfo.load(private),
            cert_registry=store,
        )

    def _time_stamper(self, at: datetime) -> LocalTimeStamper:
        chain = [self._asn1("root")]
        return LocalTimeStamper(self._asn1("tsa"), self._authority.key("tsa"), chain, at)

    @contextmanager
    def _stamp(self, identity: Identity, at: datetime) -> Iterator[StaticStampStyle]:
        moment = shanghai(at).strftime("%Y-%m-%d %H:%M:%S")
        html = seal_html(identity.org_name, identity.person_name, moment)
        with NamedTemporaryFile(suffix=".pdf") as file:  # pyHanko reads a seal from a file only
            file.write(self._pdf_maker.make(html))
            file.flush()
            page = ImportedPdfPage(file.name)
            yield StaticStampStyle(background=page, border_width=0)

    def _asn1(self, stem: str) -> asn1_x509.Certificate:
        pem = self._authority.certificate(stem).public_bytes(serialization.Encoding.DER)
        return asn1_x509.Certificate.load(pem)


def _owner(identity: Identity) -> str:
    return f"{identity.org_ref}:{identity.person_ref}"


def _asn1_from_pem(pem: bytes) -> asn1_x509.Certificate:
    der = x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)
    return asn1_x509.Certificate.load(der)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
