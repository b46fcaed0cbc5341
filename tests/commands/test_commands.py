"""The command line loads the module of the task that is asked for, and no other."""

import argparse
import subprocess
import sys

import pytest

from portal.cli import main
from portal.commands import TASKS, parts


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_in_the_module_it_is_looked_for_in(task: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([task, "--help"])
    assert ended.value.code == 0
    assert f"portal {task}" in capsys.readouterr().out


def test_no_task_is_left_out() -> None:
    tasks = argparse.ArgumentParser().add_subparsers()
    for part in parts(None):
        part.add(tasks)
    assert {*tasks.choices} == {*TASKS}


def test_for_help_every_module_is_asked_once() -> None:
    names = [part.__name__ for part in parts("--help")]
    assert {name.rpartition(".")[2] for name in names} == {*TASKS.values()}
    assert len(names) == len({*names})


def test_reading_a_file_in_does_not_load_the_whole_portal() -> None:
    asked = "import sys, portal.commands.imports; print('portal.app' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
