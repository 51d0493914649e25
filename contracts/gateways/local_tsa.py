"""A small time stamp authority of our own (RFC 3161) with an elliptic curve key.

It proves the order of events inside the platform, no more; a configured outside authority can
take its place.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign import general
from pyhanko.sign.timestamps import TimeStamper

_POLICY = "2.25.247117021466390246283746174309185720913"
_MD = "sha256"


class LocalTimeStamper(TimeStamper):  # type: ignore[misc]  # pyHanko is untyped here
    """Stamps digests with the instant it was made for."""

    def __init__(
        self,
        certificate: asn1_x509.Certificate,
        key: ec.EllipticCurvePrivateKey,
        chain: list[asn1_x509.Certificate],
        at: datetime,
    ) -> None:
        super().__init__(include_nonce=True)
        self._certificate = certificate
        self._key = key
        self._chain = chain
        self._at = at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Answer a request at once."""
        info = self._info(req)
        token = cms.ContentInfo(
            {"content_type": "signed_data", "content": self._signed(info.dump())}
        )
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _info(self, req: tsp.TimeStampReq) -> tsp.TSTInfo:
        facts = {
            "version": "v1",
            "policy": _POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(120),
            "gen_time": core.GeneralizedTime(self._at.replace(microsecond=0)),
            "tsa": asn1_x509.GeneralName(name="directory_name", value=self._certificate.subject),
        }
        if req["nonce"].native is not None:
            facts["nonce"] = req["nonce"]
        return tsp.TSTInfo(facts)

    def _signed(self, info: bytes) -> cms.SignedData:
        digest_algorithm = algos.DigestAlgorithm({"algorithm": _MD})
        attributes = self._attributes(info)
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    {
                        "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                            {
                                "issuer": self._certificate.issuer,
                                "serial_number": self._certificate.serial_number,
                            }
                        )
                    }
                ),
                "digest_algorithm": digest_algorithm,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                "signed_attrs": attributes,
                "signature": self._key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
            }
        )
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [digest_algorithm],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": cms.ParsableOctetString(info),
                },
                "certificates": [self._certificate, *self._chain],
                "signer_infos": [signer],
            }
        )

    def _attributes(self, info: bytes) -> cms.CMSAttributes:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(info)
        own = general.as_signing_certificate_v2(self._certificate, hash_algo=_MD)
        return cms.CMSAttributes(
            [
                general.simple_cms_attribute("content_type", "tst_info"),
                general.simple_cms_attribute(
                    "signing_time", cms.Time({"utc_time": core.UTCTime(self._at)})
                ),
                general.simple_cms_attribute("signing_certificate_v2", own),
                general.simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
