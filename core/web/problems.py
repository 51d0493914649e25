"""One table from error class to status. /api/ answers problem+json, pages answer in words."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from flask import Flask, Response, jsonify, render_template, request
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, RuleBroken
from core.web.field_errors import codes_of
from core.web.words import sentence

log = logging.getLogger(__name__)
STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    InvalidInput: 422,
    RuleBroken: 422,
    Conflict: 409,
}
HTTP_CODES = {
    400: "bad_request",
    401: "unauthorised",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    422: "invalid_input",
    429: "too_many",
    503: "busy",
}
RETRY_AFTER_S = "3"


def status_of(error: DomainError) -> int:
    """The HTTP status of a domain error: that of the nearest class in the table."""
    return next(STATUS[c] for c in type(error).__mro__ if c in STATUS)


def wants_problem() -> bool:
    """True where a machine asks."""
    return request.path.startswith("/api/")


def problem(status: int, code: str, **more: Any) -> Response:
    """An application/problem+json answer (RFC 9457)."""
    body = {
        "type": f"urn:minning:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": more.pop("detail", None) or sentence(code),
        "instance": request.path,
        **{key: value for key, value in more.items() if value},
    }
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def page(status: int, code: str, detail: str | None = None) -> Response:
    """An error page in words."""
    html = render_template(
        "core/error.html", status=status, code=code, detail=detail or sentence(code)
    )
    return Response(html, status=status, mimetype="text/html")


def answer(status: int, code: str, detail: str | None = None, **more: Any) -> Response:
    """The error in the form that the asker reads."""
    if wants_problem():
        return problem(status, code, detail=detail, **more)
    return page(status, code, detail)


def _in_words(codes: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"code": code, "detail": sentence(code)} for name, code in codes.items()}


def _domain(error: DomainError) -> Response:
    fields = error.fields if isinstance(error, InvalidInput) else {}
    detail = sentence(error.code, error.context)
    return answer(status_of(error), error.code, detail, errors=_in_words(fields))


def _table(part: Any) -> dict[str, Any]:
    return part if isinstance(part, dict) else {"body": part}


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect raised by routing
        return cast("Response", error.get_response())
    data: dict[str, Any] = getattr(error, "data", None) or {}
    code = HTTP_CODES.get(status, "bad_request" if status < 500 else "crash")
    if type(error).__name__ == "CSRFError":
        code = "form_expired"
    by_place: dict[str, Any] = data.get("messages") or {}  # json, query, headers
    fields = codes_of({k: v for part in by_place.values() for k, v in _table(part).items()})
    response = answer(status, code, errors=_in_words(fields))
    for name, value in (data.get("headers") or {}).items():
        response.headers[name] = value
    return response


def _clash(error: IntegrityError) -> Response:
    log.warning("unique clash: %s", error.orig)
    return answer(409, "conflict")


def _busy(error: OperationalError) -> Response:
    log.error("database: %s", error.orig)
    response = answer(503, "busy")
    response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def _crash(error: Exception) -> Response:
    log.error("unhandled", exc_info=error)  # the traceback is given
    return answer(500, "crash")


def register_errors(app: Flask) -> None:
    """Map every error once, for pages and API alike."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(OperationalError, _busy)
    if not app.config.get("PROPAGATE_EXCEPTIONS"):
        app.register_error_handler(Exception, _crash)
