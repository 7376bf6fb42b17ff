"""QR codes: drawn for pages and mails, and read from whatever a phone's camera brings."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from enum import StrEnum

import segno
import zxingcpp
from markupsafe import Markup
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 60_000_000
# Only JPEG can be unpacked at a fraction of its size. The others, which come from screens, would
# take up to four bytes a pixel before anything can be made smaller.
MAX_PIXELS_OF = {"JPEG": MAX_PIXELS, "PNG": 20_000_000, "WEBP": 20_000_000}
MAX_BYTES = 25 * 1024 * 1024

# Sides in pixels. A code that fills the frame reads fastest small; one at the far end of a table
# needs every pixel there is.
_QUICK, _CAREFUL = 1_200, 4_000
# Modes whose neighbouring pixels can be averaged; palettes and 16 bits cannot.
_EVEN = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Pillow refuses by the size in the header, before a single pixel is unpacked.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_TOO_LARGE = (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError)
# What Pillow's readers raise over torn files, beside its own errors, which are OSErrors.
_TORN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)


class Illegible(StrEnum):
    """Why nothing can be read from an image, whatever it shows."""

    NOT_AN_IMAGE = "not_an_image"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"


def qr_svg(text: str, *, title: str) -> Markup:
    """A QR code as an SVG element as wide as its container; `title` is read to the blind."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(
        scale=4, light="#fff", title=title, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(svg.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704  segno escapes the title


def qr_png(text: str, scale: int = 8) -> bytes:
    """A QR code as a PNG file; one module is `scale` pixels wide."""
    png = io.BytesIO()
    segno.make(text, error="m", micro=False).save(png, kind="png", scale=scale)
    return png.getvalue()


def read_qr(image: bytes) -> list[str] | Illegible:
    """What the QR codes in a JPEG, PNG or WebP image say, from top left to bottom right.

    An image without codes gives an empty list. A photo of up to 60 megapixels can be read, a PNG or
    WebP of up to 20.
    """
    if len(image) > MAX_BYTES:
        return Illegible.TOO_LARGE
    try:
        with Image.open(io.BytesIO(image), formats=tuple(MAX_PIXELS_OF)) as photo:
            if photo.width * photo.height > MAX_PIXELS_OF[photo.format or "PNG"]:
                return Illegible.TOO_LARGE
            grey = _grey(photo)
    except _TOO_LARGE:
        return Illegible.TOO_LARGE
    except UnidentifiedImageError:
        return Illegible.NOT_AN_IMAGE
    except _TORN:
        return Illegible.DAMAGED
    return next(filter(None, map(_codes, _looks(grey))), [])


def _grey(photo: Image.Image) -> Image.Image:
    """The photo upright in shades of grey, at most twice as large as careful reading needs."""
    # JPEG can be unpacked at a half, a quarter or an eighth of its size: 50 megapixels in 0.2 s.
    photo.draft("L", (_CAREFUL, _CAREFUL))
    photo.load()
    shrink = max(photo.size) // _CAREFUL
    seen = photo.reduce(shrink) if shrink > 1 and photo.mode in _EVEN else photo
    if seen.has_transparency_data:
        white = Image.new("RGBA", seen.size, "white")
        seen = Image.alpha_composite(white, seen.convert("RGBA"))
    return _upright(seen.convert("L"), photo)


def _upright(grey: Image.Image, photo: Image.Image) -> Image.Image:
    """The picture as it was held, where the notes of the camera can be read at all."""
    try:
        turn = _TURNS.get(int(photo.getexif().get(ExifTags.Base.Orientation) or 1))
    except Exception:  # notes may be torn in any way, and the picture is there all the same
        turn = None
    return grey if turn is None else grey.transpose(turn)


def _looks(grey: Image.Image) -> Iterator[Image.Image]:
    """The same picture, looked at ever harder: small, whole, with the lights turned up."""
    small = grey.copy()
    small.thumbnail((_QUICK, _QUICK), reducing_gap=2.0)
    yield small
    if small.size != grey.size:
        yield grey
    yield ImageOps.autocontrast(small, cutoff=2)
    yield ImageOps.equalize(small)


def _codes(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=_QR)
    found.sort(key=lambda it: (it.position.top_left.y, it.position.top_left.x))
    return list(dict.fromkeys(it.text for it in found if it.text))
