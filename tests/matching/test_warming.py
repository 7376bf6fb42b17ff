"""Machine code is made ready when a worker begins, beside its work and not before it."""

import subprocess
import sys

from app.cli import worker
from app.matching import warming
from config import ROOT


def test_the_program_makes_lists_as_a_large_community_needs_them():
    assert warming.warm() == 3


def test_it_runs_as_a_program_of_its_own():
    done = subprocess.run([sys.executable, "-m", "app.matching.warming"], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_a_worker_begins_at_once_and_does_not_wait_for_it(monkeypatch):
    begun = []
    monkeypatch.setattr(worker, "is_of_use", lambda: True)
    monkeypatch.setattr(worker.subprocess, "Popen", lambda command, **_: begun.append(command))
    worker.warm_up()
    assert [command[-1] for command in begun] == ["app.matching.warming"]


def test_without_machine_code_there_is_nothing_to_do(monkeypatch):
    monkeypatch.setattr(worker, "is_of_use", lambda: False)
    monkeypatch.setattr(worker.subprocess, "Popen", None)
    worker.warm_up()


def test_a_worker_that_cannot_begin_it_works_all_the_same(monkeypatch):
    def refuse(*_given, **_more):
        raise OSError

    monkeypatch.setattr(worker, "is_of_use", lambda: True)
    monkeypatch.setattr(worker.subprocess, "Popen", refuse)
    worker.warm_up()
