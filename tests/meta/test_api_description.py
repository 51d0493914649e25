"""The description of the API is valid OpenAPI 3.1, says who may call, and is what answers."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from accounts.rules.scopes import Scope
from core.web.openapi import operations_of


@pytest.fixture(scope="module")
def document(app):
    return app.test_client().get("/api/v1/openapi.json").json


def routes(app):
    return {
        (method.lower(), rule.rule.replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api-docs.openapi_json"
    }


def test_it_is_valid(document):
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_route_is_described_and_nothing_else(app, document):
    assert {(method, path) for method, path, _ in operations_of(document)} == routes(app)


def test_every_operation_has_words_and_an_answer(document):
    silent = [
        f"{method} {path}"
        for method, path, operation in operations_of(document)
        if not operation.get("summary")
        or not any(status.startswith("2") for status in operation["responses"])
    ]
    assert silent == []


def test_every_scope_is_named_and_used(document):
    used = {op["x-scope"] for _, _, op in operations_of(document) if op["security"]}
    assert used == {scope.value for scope in Scope} - {Scope.CATALOG_READ.value}


def test_what_makes_an_order_needs_a_key(document):
    keyed = {
        path
        for _, path, op in operations_of(document)
        if any(p.get("name") == "Idempotency-Key" for p in op.get("parameters", []))
    }
    assert keyed >= {"/api/v1/orders", "/api/v1/contracts/{contract_ref}/call-offs"}


def test_money_and_mass_are_described_as_whole_numbers(document):
    wrong = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, facts in schema.get("properties", {}).items()
        if field.endswith(("_fen", "_g", "_e4")) and "integer" not in str(facts.get("type"))
    ]
    assert wrong == []


def test_every_operation_refuses_a_stranger_in_the_form_it_describes(app, document):
    client = app.test_client()
    for method, path, operation in operations_of(document):
        if operation["security"]:
            answer = client.open(path.replace("{", "").replace("}", ""), method=method, json=[])
            assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), path
            assert set(answer.json) >= {"type", "title", "status", "code", "detail", "instance"}
