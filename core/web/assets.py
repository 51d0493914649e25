"""Static files: addressed with a hash of their content, kept for a year, sent compressed."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

COMPRESSED = frozenset({".css", ".js", ".svg"})
YEAR_S = 31_536_000


@lru_cache(maxsize=256)
def _packed(path: Path, _digest: str) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def hash_files(folder: Path) -> dict[str, str]:
    """A short content hash for every static file, by its name relative to the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _compress(response: Response, path: Path, digest: str) -> None:
    response.direct_passthrough = False
    response.set_data(_packed(path, digest))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"


def init_assets(app: Flask) -> None:
    """Give ``asset`` to the templates and long lives to hashed answers."""
    folder = Path(str(app.static_folder))
    digests = hash_files(folder)

    def asset(name: str) -> str:
        return f"{app.static_url_path}/{name}?v={digests[name]}"

    def keep(response: Response) -> Response:
        name = str((request.view_args or {}).get("filename", ""))
        if request.endpoint != "static" or name not in digests:
            return response
        is_exact = request.args.get("v") == digests[name]
        response.headers["Cache-Control"] = (
            f"public, max-age={YEAR_S}, immutable" if is_exact else "public, max-age=300"
        )
        path = folder / name
        if (
            response.status_code == 200
            and path.suffix in COMPRESSED
            and request.accept_encodings["gzip"] > 0
        ):
            _compress(response, path, digests[name])
        return response

    app.after_request(keep)
    app.jinja_env.globals.update(asset=asset)
