"""Uploaded files: kept with their row or not at all, believed by their bytes, sent harmless."""

import io
from datetime import timedelta

import pytest
from flask import request

from core import files
from core.errors import InvalidInput, NotFound
from core.gateways.folder import FolderStore
from core.gateways.memory import MemoryStore
from core.types.file_kinds import JPEG, PDF, PNG, WEBP, kind_of_bytes
from core.web.uploads import read_upload, read_uploads, send_file_of

PAPER = b"%PDF-1.7 a licence"


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path):
    return FolderStore(tmp_path) if request.param == "folder" else MemoryStore()


def kept(store, at):
    return files.keep(store, PAPER, content_type=PDF, name="执照.pdf", at=at)


def test_what_is_kept_comes_back_whole(db_session, at, store):
    card = kept(store, at)
    assert files.fetch(store, card.ref) == (card, PAPER)
    assert (card.size, card.name) == (len(PAPER), "执照.pdf")
    assert files.list_cards([card.ref, "none"]) == {card.ref: card}


def test_a_file_that_is_not_there_is_not_found(db_session, store):
    with pytest.raises(NotFound):
        files.fetch(store, "0" * 26)


def test_bytes_without_a_row_go_with_the_sweep_of_the_next_day(db_session, at, store):
    card, gone = kept(store, at), kept(store, at)
    files.discard(gone.ref)
    db_session.flush()
    assert files.sweep_orphans(store, at=at) == 0
    later = at + timedelta(days=4000)  # a folder knows its own time
    assert files.sweep_orphans(store, at=later) == 1
    assert files.fetch(store, card.ref)[1] == PAPER
    with pytest.raises(NotFound):
        files.fetch(store, gone.ref)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "A" * 26, "0" * 25 + "/"])
def test_a_folder_opens_nothing_but_keys(tmp_path, key):
    with pytest.raises(KeyError):
        FolderStore(tmp_path).read(key)


def test_a_folder_is_private(tmp_path, db_session, at):
    kept(FolderStore(tmp_path / "files"), at)
    (path,) = (tmp_path / "files").glob("??/*")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PAPER, PDF),
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"RIFF\0\0\0\0WEBPVP8 ", WEBP),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"<html>", None),
        (b"PK\x03\x04", None),
        (b"MZ", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_bytes_say(data, kind):
    assert kind_of_bytes(data) == kind


def upload(app, data, name="x.pdf", **wish):
    with app.test_request_context("/", method="POST", data={"paper": (io.BytesIO(data), name)}):
        assert request.files
        return read_upload("paper", **wish)


def test_an_upload_gets_the_ending_of_what_it_is(app):
    found = upload(app, PAPER, name="../我的<b>执照</b>.exe")
    assert (found.content_type, found.name.endswith(".pdf")) == (PDF, True)
    assert not set(found.name) & set('<>/\\"')


@pytest.mark.parametrize(
    ("data", "wish", "code"),
    [
        (b"", {}, "file_empty"),
        (b"MZ program", {}, "file_kind"),
        (PAPER, {"kinds": {PNG}}, "file_kind"),
        (PAPER, {"most_bytes": 5}, "file_too_large"),
    ],
)
def test_what_we_do_not_take_is_named(app, data, wish, code):
    with pytest.raises(InvalidInput) as refused:
        upload(app, data, **wish)
    assert refused.value.fields == {"paper": code}


def test_no_file_is_none_and_too_many_are_refused(app):
    with app.test_request_context("/", method="POST", data={}):
        assert read_upload("paper") is None
    two = {
        "photos": [(io.BytesIO(b"\xff\xd8\xff"), "a.jpg"), (io.BytesIO(b"\xff\xd8\xff"), "b.jpg")]
    }
    with app.test_request_context("/", method="POST", data=two):
        with pytest.raises(InvalidInput):
            read_uploads("photos", most=1)
        assert [one.content_type for one in read_uploads("photos", most=2)] == [JPEG, JPEG]


def test_a_paper_is_downloaded_and_a_picture_may_be_shown(db_session, at, store):
    paper = send_file_of(kept(store, at), PAPER, is_inline=True)
    assert paper.headers["Content-Disposition"].startswith("attachment")
    photo = files.keep(store, b"\xff\xd8\xff", content_type=JPEG, name="a.jpg", at=at)
    shown = send_file_of(photo, b"\xff\xd8\xff", is_inline=True)
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
