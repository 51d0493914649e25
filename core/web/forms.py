"""HTML forms: read with a marshmallow schema; when refused, shown again with all that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from flask import request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, ValidationError, fields

from core import unit_of_work
from core.errors import Conflict, InvalidInput, RuleBroken
from core.web.field_errors import code_of
from core.web.inputs import faults_of
from core.web.problems import status_of
from core.web.words import sentence

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass
class FormState:
    """What a form shows: the values typed, an error sentence per field, one for the whole."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str | None = None

    def value(self, name: str, default: Any = "") -> Any:
        """What was typed, else the default."""
        return self.values.get(name, default)


def _raw(schema: Schema) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for name, declared in schema.fields.items():
        key = declared.data_key or name
        if isinstance(declared, fields.List):
            raw[key] = request.form.getlist(key)
        elif key in request.form and request.form[key].strip() != "":
            raw[key] = request.form[key].strip()
    return raw


def load_form(schema: Schema) -> dict[str, Any]:
    """Read the posted form.

    Raises:
        InvalidInput: with a code per field; empty fields count as missing.
    """
    try:
        loaded = cast("dict[str, Any]", schema.load(_raw(schema), unknown=EXCLUDE))
    except ValidationError as refused:
        messages = cast("dict[str, Any]", refused.messages)
        raise InvalidInput(fields={n: code_of(m) for n, m in messages.items()}) from refused
    if faults := faults_of(loaded):
        raise InvalidInput(fields=faults)
    return loaded


def reshows(render: Callable[..., ResponseReturnValue]) -> Callable[[View], View]:
    """A refused POST shows its form again: status 4xx, values kept, nothing written.

    ``render`` takes the view's own arguments and ``form: FormState``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            try:
                return view(*args, **kwargs)
            except (InvalidInput, RuleBroken, Conflict) as refused:
                unit_of_work.finish(is_kept=False)
                codes = refused.fields if isinstance(refused, InvalidInput) else {}
                errors = {name: sentence(code) for name, code in codes.items()}
                form = FormState(request.form, errors, sentence(refused.code, refused.context))
                shown = render(*args, form=form, **kwargs)
                return cast("ResponseReturnValue", (shown, status_of(refused)))

        return cast(View, wrapper)

    return decorate
