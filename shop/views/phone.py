"""The script that keeps the packing pages on the phone; it may speak for the whole site."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, send_from_directory

from accounts.guards import public

bp = Blueprint("shop_phone", __name__)
HOUR_S = 3600


@bp.get("/packing-worker.js")
@public
def worker() -> Response:
    folder = str(current_app.static_folder)
    answer = send_from_directory(folder, "js/packing-worker.js", max_age=HOUR_S)
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer
