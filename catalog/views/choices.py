"""What was chosen in a form: a choice that does not exist is a mistake in its field."""

from __future__ import annotations

from catalog.queries.specs import find_spec_by_ref
from core.errors import InvalidInput


def chosen_spec_id(ref: str) -> int:
    """The id of the spec a form names.

    Raises:
        InvalidInput: there is no such spec.
    """
    spec = find_spec_by_ref(ref)
    if spec is None:
        raise InvalidInput(fields={"spec": "invalid_choice"})
    return spec.id
