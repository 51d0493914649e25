"""Making people and changing what they say about themselves."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask_security import hash_password, verify_password

from accounts.models.people import Person
from accounts.queries import find_person
from accounts.rules.actor import Actor
from accounts.rules.cards import PersonCard
from accounts.rules.phones import normalise_phone
from accounts.rules.sign_in import password_faults
from core.db import session
from core.errors import InvalidInput, NotFound


def create_person(
    _actor: Actor,
    *,
    phone: str | None,
    name: str,
    at: datetime,
    email: str | None = None,
    password: str | None = None,
) -> PersonCard:
    """Enter somebody who can sign in by phone code, by password, or both.

    Raises:
        InvalidInput: The number, address, or password cannot be used.
    """
    number = normalise_phone(phone) if phone else None
    address = email.strip().lower() if email else None
    _check_free(number, address, wants_phone=bool(phone))
    row = Person(
        name=name.strip(),
        phone=number,
        email=address,
        password=_hashed(password, names=(address or "").split("@")[:1]) if password else None,
        fs_uniquifier=secrets.token_hex(32),
        phone_confirmed_at=at if number else None,
        created_at=at,
    )
    session().add(row)
    session().flush()  # the caller needs the id
    return row.card()


def _check_free(phone: str | None, email: str | None, *, wants_phone: bool) -> None:
    faults = {}
    if wants_phone and phone is None:
        faults["phone"] = "invalid_phone"
    elif phone and find_person(phone=phone):
        faults["phone"] = "phone_taken"
    if email and find_person(email=email):
        faults["email"] = "email_taken"
    if faults:
        raise InvalidInput(fields=faults)


def _hashed(password: str, *, names: list[str]) -> str:
    faults = password_faults(password, names=names)
    if faults:
        raise InvalidInput(fields={"password": faults[0]})
    return str(hash_password(password))


def _own_row(actor: Actor) -> Person:
    row = session().get(Person, actor.user_id) if actor.user_id is not None else None
    if row is None:
        raise NotFound("person_not_found")
    return row


def change_profile(actor: Actor, *, name: str, email: str | None) -> PersonCard:
    """Change one's own name and e-mail address.

    Raises:
        InvalidInput: The address belongs to somebody else, or nothing would be left to sign in.
    """
    row = _own_row(actor)
    address = email.strip().lower() if email else None
    if address != row.email:
        _check_free(None, address, wants_phone=False)
    if address is None and row.phone is None:
        raise InvalidInput(fields={"email": "required"})
    row.name, row.email = name.strip(), address
    session().flush()  # a clash must show here
    return row.card()


def change_password(actor: Actor, *, current: str | None, password: str) -> None:
    """Set one's own password; the current one is asked for if there is one.

    All other sessions of the person end, because the key of their sessions changes.

    Raises:
        InvalidInput: The current password is wrong, or the new one is too weak.
    """
    row = _own_row(actor)
    if row.password and not verify_password(current or "", row.password):
        raise InvalidInput(fields={"current": "wrong_password"})
    names = [(row.email or "").split("@")[0], row.phone or "", row.name]
    row.password = _hashed(password, names=names)
    row.fs_uniquifier = secrets.token_hex(32)
