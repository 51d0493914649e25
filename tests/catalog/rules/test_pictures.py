"""Photos as they come from phones, and files that only say they are photos."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from catalog.errors import PhotoRefused
from catalog.rules.pictures import WIDTHS, make_renditions


def photo(size=(1600, 1200), kind="JPEG", **more) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def why(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        make_renditions(data)
    return refused.value.fields["photo"]


def test_a_photo_becomes_three_upright_webp_pictures():
    made = make_renditions(photo())
    assert sorted(made) == list(WIDTHS)
    assert {opened(data).format for data in made.values()} == {"WEBP"}
    assert opened(made[320]).size == (320, 400)
    assert opened(made[640]).size == (640, 800)
    assert opened(made[1280]).width == 960  # 1200 high gives 960 across; nothing is blown up


def test_place_and_camera_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    made = make_renditions(photo((1600, 1200), exif=exif))
    picture = opened(made[640])
    assert dict(picture.getexif()) == {}
    assert "exif" not in picture.info
    left, right = picture.getpixel((40, 400))[0], picture.getpixel((600, 400))[0]
    assert left > right + 80  # the gradient now runs across


def test_transparent_and_grey_and_cmyk_pictures_are_taken():
    clear = io.BytesIO()
    Image.new("RGBA", (600, 800), (0, 0, 0, 0)).save(clear, "PNG")
    assert opened(make_renditions(clear.getvalue())[320]).convert("RGB").getpixel((9, 9)) == (
        255,
        255,
        255,
    )
    for mode in ("L", "CMYK"):
        out = io.BytesIO()
        Image.new(mode, (600, 800)).save(out, "JPEG")
        assert opened(make_renditions(out.getvalue())[320]).mode == "RGB"


def test_what_is_no_photo_is_refused_with_its_reason():
    assert why(b"GIF89a not a photo") == "photo_kind"
    assert why(b"\xff\xd8\xff\xe0 nonsense") == "photo_broken"
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = photo(kind=kind)
        assert why(whole[: len(whole) * 2 // 3]) == "photo_broken"
    assert why(photo((400, 2000))) == "photo_too_small"


def test_a_small_file_cannot_unfold_into_a_huge_picture():
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)

    head = (60_000).to_bytes(4) + (60_000).to_bytes(4) + bytes([8, 2, 0, 0, 0])
    packed = zlib.compress(bytes(10_000))
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
    assert why(bomb) in ("photo_too_large", "photo_broken")
