"""Completes the description of the API: who may call, which key to send, how a refusal looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BEARER = "bearer"
PROBLEM = "application/problem+json"
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; `detail` is for people.",
    "required": ["type", "title", "status", "code", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "example": "urn:minning:problem:out_of_stock"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "example": "out_of_stock"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "By field; a field of a list is named `lines.0.pieces`.",
            "additionalProperties": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {"code": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
KEY_HEADER: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "Up to 255 characters of your own. The same key and body gives the first answer "
    "again for 24 h (header `Idempotency-Replayed`); with another body it is refused.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
REFUSALS = {
    "401": "No token, or one that is unknown, withdrawn or over",
    "403": "The token lacks the scope",
    "404": "Unknown, or not yours",
    "409": "The thing has moved on meanwhile",
    "422": "A field, or a rule, says no",
}


@dataclass(frozen=True, slots=True)
class Access:
    """What a caller of one operation needs: a scope (empty: nothing), an Idempotency-Key."""

    scope: str = ""
    needs_key: bool = False


def complete(document: dict[str, Any], access: Mapping[tuple[str, str], Access]) -> dict[str, Any]:
    """Write tokens, scopes, keys and refusals into an OpenAPI document.

    Args:
        document: as the schemas gave it; changed in place.
        access: by method in lower case and path.
    """
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    components.pop("responses", None)
    components["securitySchemes"] = {
        BEARER: {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of your organisation, made under its page of API tokens.",
        }
    }
    for method, path, operation in operations_of(document):
        _complete_operation(operation, path, access.get((method, path), Access()))
    return document


def operations_of(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation with its method and path."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield method, path, operation


def _complete_operation(operation: dict[str, Any], path: str, needs: Access) -> None:
    operation["security"] = [{BEARER: []}] if needs.scope else []
    if needs.scope:
        words = operation.get("description", "")
        operation["description"] = f"{words}\n\nScope: `{needs.scope}`.".strip()
        operation["x-scope"] = needs.scope
    if needs.needs_key:
        operation.setdefault("parameters", []).append(KEY_HEADER)
    kept = {status: said for status, said in operation["responses"].items() if status[0] == "2"}
    operation["responses"] = kept | {s: _refusal(REFUSALS[s]) for s in _refusals(path, needs)}
    operation["responses"]["default"] = _refusal("Anything else, in the same form")


def _refusals(path: str, needs: Access) -> list[str]:
    statuses = ["401", "403"] if needs.scope else []
    if "{" in path:
        statuses.append("404")
    if needs.needs_key:
        statuses.append("409")
    return [*statuses, "422"]


def _refusal(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {PROBLEM: {"schema": schema}}}
