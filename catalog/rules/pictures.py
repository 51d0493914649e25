"""Photos of goods: decoded within limits, turned upright, cropped to a plate, sent as WebP.

Nothing of the uploaded file is kept but its pixels: no EXIF, no place, no name of a camera. The
size is read from the header before a pixel is decoded, so a small file cannot unfold into a large
picture; a JPEG is decoded at the scale that is needed.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from catalog.errors import PhotoRefused
from catalog.rules.photos import WIDTHS

SHAPE = (4, 5)
LEAST_WIDTH = 480
MOST_PIXELS = {"JPEG": 80_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
QUALITY = 80
EVIDENCE_PX = 1280
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def make_evidence(data: bytes) -> bytes:
    """Turn a photo that proves something into one WebP picture: all of it, nothing but the picture.

    Args:
        data: the bytes as they were uploaded.

    Raises:
        PhotoRefused: not a photo we read, too small, too large, or broken.
    """
    picture = _read(data)
    picture.thumbnail((EVIDENCE_PX, EVIDENCE_PX), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def make_renditions(data: bytes) -> dict[int, bytes]:
    """Turn an uploaded photo into WebP pictures of 4:5, by width in pixels.

    Args:
        data: the bytes as they were uploaded.

    Raises:
        PhotoRefused: not a photo we read, too small, too large, or broken.
    """
    picture = _read(data)
    cut = ImageOps.fit(picture, _size(picture), method=Image.Resampling.LANCZOS)
    return {width: _webp(cut, width) for width in WIDTHS}


def _read(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a strange EXIF block is nobody's concern: it goes
            return _decoded(data)
    except Image.DecompressionBombError as bomb:
        raise PhotoRefused("photo_too_large") from bomb
    except (OSError, SyntaxError, ValueError) as broken:
        raise PhotoRefused("photo_broken") from broken


def _decoded(data: bytes) -> Image.Image:
    try:
        opened = Image.open(io.BytesIO(data), formats=tuple(MOST_PIXELS))
    except UnidentifiedImageError as unknown:
        raise PhotoRefused("photo_kind") from unknown
    if not _is_whole(data, str(opened.format)):
        raise PhotoRefused("photo_broken")
    width, height = opened.size
    if width * height > MOST_PIXELS[str(opened.format)]:
        raise PhotoRefused("photo_too_large")
    if min(width, height) < LEAST_WIDTH:
        raise PhotoRefused("photo_too_small")
    opened.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
    upright = ImageOps.exif_transpose(opened)
    return _in_srgb(upright, opened.info.get("icc_profile"))


def _is_whole(data: bytes, kind: str) -> bool:
    """Whether the file ends as its kind ends: another library may tell Pillow not to mind."""
    if kind == "JPEG":  # phones append things of their own after the end
        return data.rfind(b"\xff\xd9") > len(data) // 2
    if kind == "PNG":
        return b"IEND" in data[-64:]
    return int.from_bytes(data[4:8], "little") + 8 <= len(data)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        on_white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(on_white, picture.convert("RGBA"))
    plain = picture.convert("RGB")
    if not profile or picture.mode != "RGB":
        return plain
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(plain, source, SRGB, outputMode="RGB") or plain
    except (ImageCms.PyCMSError, OSError):
        return plain


def _size(picture: Image.Image) -> tuple[int, int]:
    """The largest 4:5 that fits, never wider than what is shown."""
    across, down = SHAPE
    width = min(picture.width, picture.height * across // down, WIDTHS[-1])
    return width, width * down // across


def _webp(picture: Image.Image, width: int) -> bytes:
    smaller = picture
    if picture.width > width:
        size = (width, width * SHAPE[1] // SHAPE[0])
        smaller = picture.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    smaller.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
