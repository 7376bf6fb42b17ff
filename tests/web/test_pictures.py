"""Pictures: always the same for the same seed, and nothing in them that a strict policy forbids."""

import re
from xml.etree import ElementTree as ET

import pytest

from app.web.icons import icon
from app.web.pictures.covers import COMPOSITIONS, cover
from app.web.pictures.crests import PETALS, crest
from app.web.pictures.kasane import KASANE
from app.web.pictures.patterns import PATTERNS, Thread, pattern

SEEDS = [f"seed-{n}" for n in range(200)]
FORBIDDEN = re.compile(r"style=|<style|<script|\son\w+=|href=|javascript:", re.IGNORECASE)


def fresh(draw, *args, **kwargs):
    draw.cache_clear()
    return str(draw(*args, **kwargs))


def test_a_cover_is_the_same_for_the_same_seed():
    assert fresh(cover, "yokoito-12") == fresh(cover, "yokoito-12")


def test_a_crest_is_the_same_for_the_same_seed():
    assert fresh(crest, "p1", "田") == fresh(crest, "p1", "田")


def test_covers_of_many_events_differ():
    assert len({str(cover(seed)) for seed in SEEDS}) > 0.9 * len(SEEDS)


def test_crests_of_many_people_use_every_count_of_petals_and_no_other():
    counts = {int(re.search(r'data-petals="(\d+)"', crest(seed, "田"))[1]) for seed in SEEDS}
    assert counts == set(PETALS) == {5, 6, 8, 12}


@pytest.mark.parametrize("seed", SEEDS[:40])
def test_a_crest_has_as_many_petals_as_it_says(seed):
    drawn = crest(seed, "田")
    assert drawn.count("rotate(") == int(re.search(r'data-petals="(\d+)"', drawn)[1])


@pytest.mark.parametrize("kasane", KASANE)
@pytest.mark.parametrize("composition", COMPOSITIONS)
def test_every_composition_is_sound_in_every_set_of_colours(composition, kasane):
    drawn = str(cover("any", kasane=kasane, composition=composition))
    ET.fromstring(drawn)
    assert not FORBIDDEN.search(drawn)


@pytest.mark.parametrize("seed", SEEDS[:40])
def test_pictures_need_no_inline_style_and_no_script(seed):
    assert not FORBIDDEN.search(cover(seed) + crest(seed, "田"))


def test_every_fill_by_pattern_finds_its_pattern():
    for seed in SEEDS:
        drawn = str(cover(seed))
        assert set(re.findall(r"url\(#(\w+)\)", drawn)) <= set(re.findall(r'id="(\w+)"', drawn))


@pytest.mark.parametrize("kind", PATTERNS)
def test_every_pattern_is_sound(kind):
    ET.fromstring(pattern(kind, "p", Thread("#123456")))


@pytest.mark.parametrize("sign", ["髙", "𠮷", "辻\U000e0100", "é", "絆"])
def test_a_crest_bears_rare_characters_as_they_are(sign):
    assert f">{sign}</text>" in crest("p1", sign)


def test_what_people_type_is_not_markup_in_a_crest():
    assert "&lt;" in crest("p1", "<")


def test_an_icon_is_drawn_in_the_colour_of_the_text():
    drawn = str(icon("calendar3"))
    assert 'fill="currentColor"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert not FORBIDDEN.search(drawn)


def test_an_icon_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        icon("no-such-icon")
