"""Keeps a signatory's private key so that neither the database nor the server alone can sign.

The key of AES-256-GCM comes from scrypt over the PIN combined with the server's secret; the PIN
is stored nowhere. The sealed text is bound to its owner, so it cannot be given to another row.
"""

from __future__ import annotations

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from contracts.errors import WrongPin

_SALT = 16
_NONCE = 12


def seal(private_key: bytes, pin: str, *, owner: str, secret: bytes) -> str:
    """Encrypt a private key under a PIN; the result is text for the database."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    box = AESGCM(_box_key(pin, salt, secret))
    sealed = box.encrypt(nonce, private_key, owner.encode())
    return base64.b64encode(salt + nonce + sealed).decode()


def unseal(sealed: str, pin: str, *, owner: str, secret: bytes) -> bytes:
    """Open a sealed key.

    Raises:
        WrongPin: the PIN, the owner or the server is not the one it was sealed for.
    """
    raw = base64.b64decode(sealed)
    salt, nonce, text = raw[:_SALT], raw[_SALT : _SALT + _NONCE], raw[_SALT + _NONCE :]
    try:
        return AESGCM(_box_key(pin, salt, secret)).decrypt(nonce, text, owner.encode())
    except InvalidTag:
        raise WrongPin("wrong_pin", fields={"pin": "wrong_pin"}) from None


def _box_key(pin: str, salt: bytes, secret: bytes) -> bytes:
    stretched = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(pin.encode())
    return hmac.digest(secret, b"signatory-key" + stretched, "sha256")
