"""Photos of scales: sent by the packing table's script, shown to the buyer and the seller."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from accounts.guards import current_actor, requires, signed_in
from accounts.rules.permissions import Permission
from catalog.rules.pictures import make_evidence
from core import clock
from core.errors import InvalidInput
from core.files import FileStore, fetch
from core.ports import port
from core.types.file_kinds import PHOTOS
from core.web.forms import load_form
from core.web.queued import answers_queue
from core.web.uploads import read_upload
from shop.queries.weigh_photos import get_photo_file
from shop.schemas.packing import PhotoForm
from shop.services.weigh_photos import PhotoOf, keep_photo

bp = Blueprint("shop_weigh_photos", __name__, template_folder="../templates")


@bp.post("/o/<org_ref>/scale/photos")
@requires(Permission.FULFIL)
@answers_queue
def add(org_ref: str) -> dict[str, Any]:  # noqa: ARG001 -- the guard reads it
    of = PhotoOf(**load_form(PhotoForm()))
    upload = read_upload("photo", kinds=PHOTOS)
    if upload is None:
        raise InvalidInput(fields={"photo": "required"})
    picture = make_evidence(upload.data)
    return {"ref": keep_photo(current_actor(), port(FileStore), of, picture, at=clock.now())}


@bp.get("/weighings/<photo_ref>.webp")
@signed_in
def show(photo_ref: str) -> Response:
    file_ref = get_photo_file(photo_ref, user_id=current_actor().user_id or 0)
    card, data = fetch(port(FileStore), file_ref)
    answer = Response(data, mimetype=card.content_type)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
