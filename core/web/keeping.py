"""Which answers may be kept, and by whom. ADR 0022.

Nothing is kept unless its view is marked ``@kept``. A marked page is kept for a minute when the
visitor brought no cookie and is given none: then it is the same for everybody.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, request, session

KEPT_S = 60
STALE_S = 600  # a shared cache may show it so long while it fetches a newer one
MARK = "is_kept"
View = TypeVar("View", bound=Callable[..., Any])


def kept(view: View) -> View:
    """Mark a public page that is the same for all visitors who have no cookie of ours."""
    setattr(view, MARK, True)
    return view


def _is_marked() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, MARK, False))


def _is_anonymous(response: Response) -> bool:
    brought = bool(request.cookies) or "Authorization" in request.headers
    return not brought and not session.modified and "Set-Cookie" not in response.headers


def keep(response: Response) -> Response:
    """Set Cache-Control of an answer that has none yet, and answer 304 where nothing changed."""
    if "max-age" in response.headers.get("Cache-Control", ""):
        return response
    is_page = response.status_code == 200 and request.method in ("GET", "HEAD")
    if not (is_page and _is_marked() and _is_anonymous(response)):
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = (
        f"public, max-age={KEPT_S}, stale-while-revalidate={STALE_S}"
    )
    response.vary.update(("Cookie", "HX-Request"))
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response
