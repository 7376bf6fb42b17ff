"""Codes are drawn for eyes and screen readers, and read from whatever a camera brings."""

import io
import random
import struct
import time
import zlib
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageEnhance, ImageFilter

from app.kit.qr import Illegible, qr_png, qr_svg, read_qr

TICKET = "https://kizuna.example/t/Zk3vQ0pXq1mB7yR9sT2uVw"
OTHER = "https://kizuna.example/t/aB4cD5eF6gH7iJ8kL9mN0o"


def code(text: str = TICKET, side: int = 300) -> Image.Image:
    return Image.open(io.BytesIO(qr_png(text, 10))).convert("RGB").resize((side, side))


def frame(*codes: Image.Image, size: tuple[int, int] = (960, 720), tilt: float = 0) -> Image.Image:
    """Codes side by side on a table, as a camera sees them."""
    table = Image.new("RGB", size, (168, 150, 130))
    step = size[0] // (len(codes) + 1)
    for number, shown in enumerate(codes, start=1):
        turned = shown.convert("RGBA").rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)
        at = (number * step - turned.width // 2, (size[1] - turned.height) // 2)
        table.paste(turned, at, turned)
    return table


def noise(picture: Image.Image, amount: float) -> Image.Image:
    grain = Image.effect_noise(picture.size, 90).convert("RGB")
    return Image.blend(picture, grain, amount)


def stored(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def timed(image: bytes, label: str) -> list[str] | Illegible:
    began = time.perf_counter()
    found = read_qr(image)
    print(f"{label}: {len(image) / 1000:.0f} kB in {(time.perf_counter() - began) * 1000:.0f} ms")
    return found


def dark(picture: Image.Image, light: float) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(light)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_code_is_read_in_every_kind_of_image(kind):
    assert timed(stored(frame(code()), kind), f"plain {kind}") == [TICKET]


@pytest.mark.parametrize("tilt", [7, 30, 45, 90, 180, 213])
def test_a_tilted_code_is_read(tilt):
    assert timed(stored(frame(code(), tilt=tilt)), f"tilted {tilt}°") == [TICKET]


@pytest.mark.parametrize("light", [0.35, 0.15, 0.08])
def test_a_code_in_the_dark_is_read(light):
    assert timed(stored(dark(frame(code()), light)), f"light {light}") == [TICKET]


@pytest.mark.parametrize("amount", [0.2, 0.4])
def test_a_grainy_code_is_read(amount):
    assert timed(stored(noise(frame(code()), amount), quality=60), "grainy") == [TICKET]


@pytest.mark.parametrize("radius", [1, 2, 3])
def test_a_blurred_code_is_read(radius):
    blurred = frame(code()).filter(ImageFilter.GaussianBlur(radius))
    assert timed(stored(blurred), f"blurred {radius}") == [TICKET]


def test_a_tilted_blurred_code_in_the_dark_is_read():
    seen = frame(code(), tilt=17).filter(ImageFilter.GaussianBlur(1.5))
    assert timed(stored(noise(dark(seen, 0.4), 0.1)), "everything at once") == [TICKET]


def test_light_on_dark_is_read():
    inverted = Image.eval(code(), lambda value: 255 - value)
    assert read_qr(stored(frame(inverted))) == [TICKET]


def test_two_codes_are_read_from_left_to_right_and_each_once():
    seen = frame(code(OTHER, 220), code(TICKET, 220), code(OTHER, 220), size=(1200, 500))
    assert timed(stored(seen), "three codes") == [OTHER, TICKET]


@pytest.mark.parametrize(("size", "side"), [((4000, 3000), 260), ((8660, 5774), 700)])
def test_a_small_code_in_a_large_photo_is_read(size, side):
    photo = stored(noise(frame(code(side=side), size=size, tilt=5), 0.1), quality=80)
    assert timed(photo, f"{size[0] * size[1] // 1_000_000} MP") == [TICKET]


def test_a_photo_that_says_it_lies_on_its_side_is_read_in_reading_order():
    exif = Image.Exif()
    exif[0x0112] = 6
    seen = frame(code(OTHER, 220), code(TICKET, 220), size=(900, 500)).rotate(90, expand=True)
    assert read_qr(stored(seen, exif=exif.tobytes())) == [OTHER, TICKET]


@pytest.mark.parametrize("tag", [ExifTags.Base.XResolution, ExifTags.Base.YCbCrPositioning])
def test_a_photo_whose_notes_are_nonsense_is_read_all_the_same(tag):
    """A number given as letters; that it lies on its side is said beside it."""
    side = struct.pack("<HHI4s", ExifTags.Base.Orientation, 3, 1, b"\6\0\0\0")
    nonsense = struct.pack("<HHI4s", tag, 2, 2, b"x\0\0\0")
    notes = b"Exif\0\0II*\0\x08\0\0\0\2\0" + side + nonsense + b"\0\0\0\0"
    assert read_qr(stored(frame(code()), exif=notes)) == [TICKET]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_images_in_every_mode_are_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert read_qr(
        stored(code().convert("L" if mode == "I;16" else "RGB").convert(mode), kind)
    ) == [TICKET]


def test_a_dark_code_on_nothing_is_read_as_on_paper():
    clear = code().convert("RGBA")
    clear.putalpha(clear.convert("L").point(lambda value: 255 - value))
    assert read_qr(stored(clear, "PNG")) == [TICKET]


def test_an_image_without_a_code_holds_nothing():
    assert timed(stored(frame()), "no code") == []
    assert timed(stored(noise(frame(size=(4000, 3000)), 0.3)), "12 MP, no code") == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_torn_image_is_refused(kind):
    whole = stored(noise(frame(code()), 0.1), kind)
    assert read_qr(whole[: len(whole) // 2]) is Illegible.DAMAGED


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<svg/>", b"%PDF-1.7", b"GIF89a" + bytes(100), stored(code(), "BMP")]
)
def test_what_is_no_photo_is_refused(data):
    assert read_qr(data) is Illegible.NOT_AN_IMAGE


def test_a_pixel_bomb_is_refused_by_its_header():
    bomb = bytearray(qr_png("x", 1))
    bomb[16:24] = (10_000).to_bytes(4, "big") + (6_001).to_bytes(4, "big")
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
    assert timed(bytes(bomb), "60 MP bomb") is Illegible.TOO_LARGE
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
    assert timed(bytes(bomb), "3,600 MP bomb") is Illegible.TOO_LARGE


def test_a_file_of_too_many_bytes_is_refused():
    assert read_qr(stored(frame(code())) + bytes(25 * 1024 * 1024)) is Illegible.TOO_LARGE


WHOLE = {kind: stored(frame(code(), size=(420, 360)), kind) for kind in ("JPEG", "PNG", "WEBP")}


@given(
    kind=st.sampled_from(sorted(WHOLE)),
    wounds=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), max_size=5),
    cut=st.floats(0, 1),
)
@settings(max_examples=300, deadline=None)
def test_no_wounded_image_raises(kind, wounds, cut):
    data = bytearray(WHOLE[kind])
    for place, bytes_ in wounds:
        at = int(place * len(data))
        data[at : at + len(bytes_)] = bytes_
    found = read_qr(bytes(data[: int(cut * len(data)) or 1]) if cut < 0.5 else bytes(data))
    assert isinstance(found, list | Illegible)


def test_what_is_drawn_as_png_reads_as_it_was_written():
    texts = [TICKET, "絆", "x" * random.randrange(1, 500)]
    assert [read_qr(qr_png(text, 4)) for text in texts] == [[text] for text in texts]


def test_a_drawn_code_obeys_the_content_policy_and_has_a_name():
    svg = qr_svg(TICKET, title="Ticket of <b>Ada</b> & 'Bea'")
    drawn = ElementTree.fromstring(svg)
    assert drawn.get("role") == "img"
    assert drawn.findtext("{*}title") == "Ticket of <b>Ada</b> & 'Bea'"
    assert not [it for it in drawn.iter() if "style" in it.attrib]
    assert "viewBox" in drawn.attrib
    assert "width" not in drawn.attrib
    assert "<b>" not in svg
