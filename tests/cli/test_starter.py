"""The starter: what it refuses, what it mends, and that it is quick."""

import ast
import os
import resource
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "kizuna"


@pytest.fixture
def starter():
    """The starter as a module."""
    loader = SourceFileLoader("starter", str(STARTER))
    loader.path_stats = None  # no bytecode beside the starter
    module = module_from_spec(spec_from_loader("starter", loader))
    exec(compile(STARTER.read_text(), str(STARTER), "exec"), module.__dict__)  # noqa: S102
    return module


def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "LANG": "C", **settings}
    env.pop("LC_ALL", None)
    return subprocess.run(
        [sys.executable, STARTER, *words], env=env, capture_output=True, text=True, check=False
    )


def test_an_old_python_can_read_it_far_enough_to_refuse():
    ast.parse(STARTER.read_text(), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("language", "words"), [("C", "needs Python 3.11 or newer"), ("ja_JP.UTF-8", "が必要です")]
)
def test_an_old_python_is_told_so_in_one_sentence(starter, monkeypatch, language, words):
    monkeypatch.setenv("LANG", language)
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(starter.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as refusal:
        starter.main(["demo"])
    assert words in refusal.value.code
    assert "3.9.2" in refusal.value.code
    assert "\n" not in refusal.value.code


def test_a_newer_python_on_the_path_takes_over(starter, monkeypatch):
    gone_to = []
    monkeypatch.setattr(starter.shutil, "which", lambda name: f"/opt/{name}")
    monkeypatch.setattr(starter.os, "execv", lambda path, words: gone_to.append((path, words)))
    monkeypatch.setattr(starter.sys, "exit", lambda _: None)
    starter.go_on_with_newer_python(["demo"])
    assert gone_to[0] == ("/opt/python3.14", ["/opt/python3.14", str(STARTER), "demo"])


def test_somebody_elses_folder_is_not_taken_for_ours(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    done = run(KIZUNA_VENV=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "KIZUNA_VENV" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_without_a_network_it_says_so_and_keeps_what_is_done(starter, monkeypatch, tmp_path):
    run_truly = starter.run

    def run_without_network(*command):
        if "venv" not in command:
            raise RuntimeError("no network")
        run_truly(*command)

    monkeypatch.setattr(starter, "run", run_without_network)
    venv = tmp_path / "venv"
    with pytest.raises(SystemExit, match="check the network"):
        starter.install(venv, "app")
    assert (venv / ".kizuna-unfinished").exists()
    assert not (venv / ".kizuna-app").exists()


def test_an_interrupted_install_is_done_again_by_force(starter, monkeypatch, tmp_path):
    forced = []

    def interrupted(_venv, _kind, force):
        forced.append(force)
        if len(forced) == 1:
            raise KeyboardInterrupt
        return True

    monkeypatch.setattr(starter, "install_with_uv", interrupted)
    venv = tmp_path / "venv"
    with pytest.raises(KeyboardInterrupt):
        starter.install(venv, "app")
    assert not starter.is_installed(venv, "app")
    starter.install(venv, "app")
    assert forced == [False, True]
    assert starter.is_installed(venv, "app")
    assert not starter.is_installed(venv, "test")


def test_a_folder_whose_python_has_gone_is_made_anew(starter, monkeypatch, tmp_path):
    monkeypatch.setattr(starter, "install_with_uv", lambda *_: True)
    venv = tmp_path / "venv"
    starter.install(venv, "app")
    python = venv / "bin" / "python"
    for link in (venv / "bin").glob("python*"):
        link.unlink()
    python.symlink_to("/nowhere/python")
    starter.install(venv, "app")
    assert subprocess.run([python, "-c", ""], check=False).returncode == 0


def test_another_lock_file_means_another_install(starter, monkeypatch, tmp_path):
    monkeypatch.setattr(starter, "install_with_uv", lambda *_: True)
    starter.install(tmp_path / "venv", "app")
    lock = tmp_path / "requirements.lock"
    lock.write_text("flask==99\n")
    monkeypatch.setattr(starter, "lock_file", lambda _kind: lock)
    assert not starter.is_installed(tmp_path / "venv", "app")


def test_every_installer_is_held_to_the_hashes(starter):
    for kind in ("app", "test", "boot"):
        words = starter.locked(kind)
        assert "--require-hashes" in words
        assert words[-1].read_text().count("--hash=sha256:") > 10


def test_it_costs_well_under_a_second(starter, monkeypatch, tmp_path):
    monkeypatch.setattr(starter, "install_with_uv", lambda *_: True)
    venv = tmp_path / "venv"
    starter.install(venv, "test")
    # A Python that only leaves stands for the application.
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to("/bin/true")
    starter.stamp(venv, "test").write_text(starter.fingerprint(venv, "test"))
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert run("demo", KIZUNA_VENV=str(venv)).returncode == 0
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 0.8
