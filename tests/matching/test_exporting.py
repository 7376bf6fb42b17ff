"""An evening's export, worked out again by a program that knows nothing of ours."""

import json
import subprocess
import sys

import pytest

from app.kit.clock import now
from app.matching.engine.export import exported
from app.matching.engine.rounds import Format, plan
from app.matching.engine.suggest import suggest
from app.matching.exporting import export_of
from app.profiles.traits import Facet
from config import ROOT
from tests.factories import a_member, a_seat, an_event, blocked, tagged
from tests.matching.engine.worlds import a_crowd

VERIFIER = ROOT / "docs" / "verify_matching.py"


def verified(export, folder):
    path = folder / "export.json"
    path.write_text(json.dumps(export))
    done = subprocess.run(
        [sys.executable, str(VERIFIER), str(path)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.fixture
def an_export():
    crowd = a_crowd(60, apart=frozenset({(1000, 1001), (1002, 1003)}))
    made = plan(crowd, Format(3, 4))
    return exported(crowd, suggest(crowd, k=10), made.rounds, 10), made


def test_a_stranger_comes_to_the_same_scores_and_the_same_worth(an_export, tmp_path):
    export, made = an_export
    code, said = verified(export, tmp_path)
    assert code == 0, said
    assert "600 suggestions for 60 people, worked out again." in said
    assert f"3 rounds worth {made.quality.total:.2f} points; 0 pairs meet again." in said


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda it: it["suggestions"]["1000"][0].update(score=99.0), "should be"),
        (lambda it: it["blocks"].append([1000, it["suggestions"]["1000"][0]["id"]]), "must not"),
        (lambda it: it["rounds"][0][0].append(it["rounds"][0][1][0]), "sits twice"),
        (
            lambda it: it["suggestions"]["1000"][0]["reasons"][0].update(tag="get:skill:99999"),
            "is not true",
        ),
        (lambda it: it.update(schema="another"), "no match-export/1"),
    ],
)
def test_whatever_is_changed_afterwards_is_found_out(an_export, tmp_path, spoil, said):
    export, _ = an_export
    spoil(export)
    code, told = verified(export, tmp_path)
    assert code == 1
    assert said in told


def test_an_evening_is_exported_without_a_name(transaction, tmp_path):
    event = an_event(starts_at=now())
    aoi = tagged(a_member("Aoi"), Facet.NEED, "web design")
    ren = tagged(a_member("Ren"), Facet.OFFER, "web design")
    mio = a_member("Mio")
    for member in (aoi, ren, mio):
        a_seat(event, member)
    blocked(mio, aoi)
    export = export_of(event, at=now())
    assert verified(export, tmp_path)[0] == 0
    assert "Aoi" not in json.dumps(export)
    assert [it["id"] for it in export["suggestions"][str(aoi.id)]] == [ren.id]
    assert export["blocks"] == [sorted([aoi.id, mio.id])]
