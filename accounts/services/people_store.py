"""Flask-Security's door to our tables. It never commits: the request's transaction decides."""

from __future__ import annotations

from flask_security import RoleMixin, SQLAlchemyUserDatastore, UserMixin

from accounts.models.people import Person
from accounts.queries import find_person
from accounts.rules.phones import normalise_phone
from core.db import db, session


class NoRole(RoleMixin):  # type: ignore[misc]  # the library is untyped for us
    """Flask-Security wants a role class; our roles hang on memberships."""

    name = ""


class PeopleStore(SQLAlchemyUserDatastore):  # type: ignore[misc]  # the library is untyped for us
    """The library's datastore whose commit is a flush."""

    def commit(self) -> None:
        """Send changes to the database, without ending the transaction."""
        session().flush()  # what follows may look for it

    def find_by_identity(self, typed: str) -> UserMixin | None:
        """Whoever signs in with this mobile number or e-mail address."""
        phone = normalise_phone(typed)
        card = find_person(phone=phone) if phone else find_person(email=typed.strip())
        return session().get(Person, card.id) if card else None

    def get_by_id(self, user_id: int) -> UserMixin:
        """The person that a sign-in is for."""
        return session().get_one(Person, user_id)


def make_store() -> PeopleStore:
    """The datastore of the app."""
    return PeopleStore(db, Person, NoRole)
