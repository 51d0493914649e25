"""Photos of goods: shown to everybody once published, uploaded and removed by their seller."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, public, requires
from accounts.rules.permissions import Permission
from catalog.queries.photos import get_rendition
from catalog.rules.pictures import make_renditions
from catalog.services.photos import add_photo, remove_photo
from catalog.views.listings import show_edit
from core.clock import now
from core.errors import InvalidInput
from core.files import FileStore, fetch
from core.ports import port
from core.types.file_kinds import PHOTOS
from core.web.forms import reshows
from core.web.language import _
from core.web.uploads import read_uploads

bp = Blueprint("catalog_photos", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/listings/<listing_ref>/photos"
AT_ONCE = 4
MOST_BYTES = 11 * 1024 * 1024
YEAR_S = 31_536_000


@bp.get("/photos/<photo_ref>/<int:width>.webp")
@public
def show(photo_ref: str, width: int) -> Response:
    file_ref, is_public = get_rendition(photo_ref, width, user_id=current_actor().user_id)
    card, data = fetch(port(FileStore), file_ref)
    answer = Response(data, mimetype=card.content_type)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    kept = f"public, max-age={YEAR_S}, immutable" if is_public else "private, no-store"
    answer.headers["Cache-Control"] = kept
    return answer


@bp.post(BASE)
@requires(Permission.EDIT_LISTING)
@reshows(show_edit)
def add(org_ref: str, listing_ref: str) -> ResponseReturnValue:
    uploads = read_uploads("photo", most=AT_ONCE, kinds=PHOTOS, most_bytes=MOST_BYTES)
    if not uploads:
        raise InvalidInput(fields={"photo": "required"})
    for upload in uploads:
        add_photo(
            current_actor(),
            port(FileStore),
            listing_ref=listing_ref,
            source=upload.data,
            renditions=make_renditions(upload.data),
            at=now(),
        )
    flash(_("照片收好了。勾上要用的，提交审核后大家就看得到。"), "ok")
    return _back(org_ref, listing_ref)


@bp.post(f"{BASE}/<photo_ref>/remove")
@requires(Permission.EDIT_LISTING)
@reshows(show_edit)
def remove(org_ref: str, listing_ref: str, photo_ref: str) -> ResponseReturnValue:
    remove_photo(current_actor(), listing_ref=listing_ref, photo_ref=photo_ref)
    flash(_("照片删掉了。"), "ok")
    return _back(org_ref, listing_ref)


def _back(org_ref: str, listing_ref: str) -> ResponseReturnValue:
    where = url_for("catalog_listings.edit", org_ref=org_ref, listing_ref=listing_ref)
    return redirect(f"{where}#photos", 303)
