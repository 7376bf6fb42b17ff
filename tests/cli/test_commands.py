"""Every command explains itself, in both languages, and fails in one sentence."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner

from app.cli import gates, main

ROOT = Path(__file__).parents[2]
NAMES = sorted(main._places())
FAMILIES = [("user", "add"), ("import", "attendees"), ("import", "programme")]
NOWHERE = "postgresql://127.0.0.1:1/nowhere"


THEIRS = {
    *("LC_ALL", "LANGUAGE", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "BASE_URL", "PORT"),
    *("MAIL_URL", "MAIL_FROM", "MAIL_RETRY_SCHEDULE", "KIZUNA_CLOCK_OFFSET", "KIZUNA_LOCALE"),
}


def surroundings(var: Path, **settings: str) -> dict[str, str]:
    """An environment with an installation of its own, in English unless told otherwise.

    Settings of whoever runs the tests do not reach it: their servers are not ours to use.
    """
    env = {name: value for name, value in os.environ.items() if name not in THEIRS}
    return {**env, "LANG": "C", "KIZUNA_VAR": str(var), "PYTHONPATH": str(ROOT), **settings}


def kizuna(var: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in this process, which has the application loaded already."""
    said, complained = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, surroundings(var, **settings), clear=True),
        mock.patch.object(sys, "argv", ["kizuna", *words]),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
        pytest.raises(SystemExit) as end,
    ):
        main.main()
    return subprocess.CompletedProcess(
        words, end.value.code or 0, said.getvalue(), complained.getvalue()
    )


def started(var: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command the way the starter does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", *words],
        env=surroundings(var, **settings),
        cwd=var.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", [(name,) for name in NAMES] + FAMILIES, ids=" ".join)
def test_every_command_has_help(words):
    group = main.Kizuna("kizuna")
    done = CliRunner().invoke(group, [*words, "--help"])
    assert done.exit_code == 0, done.output
    assert len(done.output.splitlines()) > 4


def test_help_is_in_the_language_of_the_terminal(tmp_path):
    english = kizuna(tmp_path / "var", "--help").stdout
    japanese = kizuna(tmp_path / "var", "--help", LANG="ja_JP.UTF-8").stdout
    assert "Usage: kizuna" in english
    assert "使い方" in japanese
    assert "Commands" not in japanese


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["token", "mio@example.jp"], "connection"),
        (["migrate"], "connection"),
        (["backup", "copy.kizuna"], "connection"),
    ],
)
def test_a_database_out_of_reach_is_one_sentence(tmp_path, words, reason):
    var = tmp_path / "var"
    done = kizuna(var, *words, DATABASE_URL=NOWHERE, REDIS_URL="redis://127.0.0.1:1")
    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*copy*"))


def test_wrong_settings_are_all_named_at_once(tmp_path):
    done = kizuna(
        tmp_path / "var",
        "web",
        DATABASE_URL=NOWHERE,
        REDIS_URL="redis://127.0.0.1:1",
        KIZUNA_LOCALE="fr",
        MAIL_RETRY_SCHEDULE="soon",
    )
    assert done.returncode == 1
    assert "KIZUNA_LOCALE" in done.stderr
    assert "MAIL_RETRY_SCHEDULE" in done.stderr


def test_an_address_that_is_none_is_refused(tmp_path):
    done = kizuna(tmp_path / "var", "user", "add", "nobody", "--name", "Nobody")
    assert done.returncode == 1
    assert "not an e-mail address" in done.stderr


def test_the_folder_somebody_is_in_is_not_taken_for_the_application(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text("raise SystemExit('not me')")
    assert started(tmp_path / "var", "--help").returncode == 0


@pytest.mark.parametrize(
    ("words", "hands"),
    [
        ((), ["-n", "2"]),
        (("-x", "-q", "-k", "recap"), ["-n", "2"]),
        (("-x", "tests/cli"), []),
        (("tests/cli/test_commands.py::test_nothing",), []),
        (("-n0",), []),
        (("--pdb",), []),
    ],
)
def test_all_tests_go_to_every_core_and_a_few_to_one(monkeypatch, words, hands):
    called = []
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "execv", lambda _program, line: called.append(line))
    monkeypatch.delenv("TEST_REDIS_URL", raising=False)
    gates.test_.callback(words)
    assert called[0][-len(words) - len(hands) or None :] == [*hands, *words]
    assert called[0].count("-n") == bool(hands)
    assert called[0].count("--reruns=1") == bool(hands)


def test_a_redis_that_is_given_serves_one_process(monkeypatch):
    called = []
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "execv", lambda _program, line: called.append(line))
    monkeypatch.setenv("TEST_REDIS_URL", "redis://localhost/0")
    gates.test_.callback(())
    assert "-n" not in called[0]
