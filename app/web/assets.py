"""Style sheet, scripts and pictures, each under an address that changes with its content."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

STATIC = Path(__file__).parent.parent / "static"
STYLE_SHEET = "css/kizuna.css"

FOR_EVER = "public, max-age=31536000, immutable"
# A page from before the last update asks by the old address: right content, wrong digest.
ASK_AGAIN = "no-cache"

bp = Blueprint("assets", __name__, url_prefix="/assets")

# Later layers win whatever their selectors weigh, so ours always beat the kit.
LAYERS = "@layer kit, tokens, base, parts, print;\n"


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    mimetype: str
    digest: str

    @cached_property
    def small(self) -> bytes:
        """The body compressed; the same bytes each time."""
        return gzip.compress(self.body, 9, mtime=0)


class Shelf:
    """Everything that is served as is, read once."""

    def __init__(self, folder: Path = STATIC) -> None:
        self.folder = folder

    def digest(self, name: str) -> str:
        """The part of the address that changes with the content. Raises KeyError."""
        return self.assets[name].digest

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """Every asset by its name."""
        scripts = self._files("js")
        # Modules import each other by relative address, so they share one digest.
        together = _digest(b"".join(scripts.values()))
        found = {name: _asset(name, body, together) for name, body in scripts.items()}
        found |= {name: _asset(name, body) for name, body in self._files("img").items()}
        found[STYLE_SHEET] = _asset(STYLE_SHEET, self._style_sheet().encode())
        return found

    def _files(self, kind: str) -> dict[str, bytes]:
        paths = sorted(path for path in (self.folder / kind).rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def _style_sheet(self) -> str:
        css = self.folder / "css"
        parts = (path.read_text() for path in sorted((css / "parts").glob("*.css")))
        layers = {
            "kit": _kit(),
            "tokens": (css / "tokens.css").read_text(),
            "base": (css / "base.css").read_text(),
            "parts": "\n".join(parts),
            "print": (css / "print.css").read_text(),
        }
        return LAYERS + "".join(f"@layer {name} {{\n{body}\n}}\n" for name, body in layers.items())


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """The shelf of this installation."""
    return Shelf()


def asset(name: str) -> str:
    """The address of an asset. Raises KeyError for one that is not there."""
    return url_for("assets.show", digest=shelf().digest(name), name=name)


@bp.get("/<digest>/<path:name>")
def show(digest: str, name: str) -> ResponseReturnValue:
    """One asset, kept by browsers for a year, since other content has another address."""
    found = shelf().assets.get(name)
    if found is None:
        abort(404)
    takes_small = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = Response(found.small if takes_small else found.body, mimetype=found.mimetype)
    answer.set_etag(f"{found.digest}-gzip" if takes_small else found.digest)
    answer.vary.add("Accept-Encoding")
    if takes_small:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = FOR_EVER if digest == found.digest else ASK_AGAIN
    return answer.make_conditional(request.environ)


def from_kit(path: str) -> str:
    """The text of a file of Bootstrap, as the installed Bootstrap-Flask carries it."""
    spec = find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(path)
    return (Path(spec.origin).parent / "static" / "bootstrap5" / path).read_text()


def _kit() -> str:
    css = from_kit("css/bootstrap.min.css")
    # A charset is only allowed at the very beginning, and the map is not served.
    return re.sub(r'@charset "[^"]*";|/\*# sourceMappingURL=.*?\*/', "", css)


def _asset(name: str, body: bytes, digest: str = "") -> Asset:
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(body, mimetype, digest or _digest(body))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
