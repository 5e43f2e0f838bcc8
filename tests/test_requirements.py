"""Every list of what the course needs says the same, and what is missing is said in one sentence."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lab3_helpers import requirements

COURSE = Path(__file__).parents[1]
PROJECT = tomllib.loads((COURSE / "pyproject.toml").read_text("utf-8"))["project"]
LISTED = dict(re.fullmatch(r"([a-z]+)>=([\d.]+)", line.split("#")[0].strip()).groups()
              for line in (COURSE / "requirements.txt").read_text("utf-8").splitlines() if not line.startswith("#"))


def test_python_m_asks_for_what_requirements_txt_lists():
    assert {**requirements.NOTEBOOK, **requirements.AROUND} == LISTED
    assert requirements.PYTHON == PROJECT["requires-python"].removeprefix(">=")


def test_environment_yml_lists_the_same_and_the_course_itself():
    text = (COURSE / "environment.yml").read_text("utf-8")
    conda = re.findall(r"^  - ([^\s:]+)$", text.split("dependencies:")[1], re.MULTILINE)
    wanted = [f"python{PROJECT['requires-python']}", *(f"{name}>={version}" for name, version in LISTED.items())]
    assert sorted(conda) == sorted([*wanted, "pip"])
    assert re.findall(r"^      - (\S+)", text, re.MULTILINE) == ["."]


def test_the_package_takes_its_dependencies_from_requirements_txt():
    dynamic = tomllib.loads((COURSE / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["dynamic"]
    assert PROJECT["dynamic"] == ["dependencies"] and dynamic["dependencies"] == {"file": ["requirements.txt"]}


def test_the_browser_site_carries_versions_that_are_new_enough():
    carried = tomllib.loads((COURSE / "lite/versions.toml").read_text("utf-8"))["wheels"]
    for name in {"sympy", "ipywidgets", "anywidget"}:
        assert requirements.new_enough(carried[name], LISTED[name])


@pytest.mark.parametrize("have, need, answer", [
    ("2.0", "2.0", True), ("2", "2.0", True), ("2.0.0", "2", True), ("1.26.4", "2.0", False), ("3.10.1", "3.8", True),
    ("1.14.0rc1", "1.13", True), (None, "1", False),
])
def test_versions_are_compared_number_by_number(have, need, answer):
    assert requirements.new_enough(have, need) is answer


def test_a_notebook_says_what_is_missing_and_too_old_without_a_traceback(monkeypatch):
    versions = {"numpy": None, "matplotlib": "3.5.1"}
    monkeypatch.setattr(requirements, "found", lambda name: versions.get(name, "99"))
    with pytest.raises(ImportError) as caught:
        requirements.require()
    assert str(caught.value) == (
        'numpy is not installed: run  python -m pip install "numpy>=2.0"  in a terminal, or  '
        '%pip install "numpy>=2.0"  in a notebook cell and restart the kernel. '
        'matplotlib 3.5.1 is too old: run  python -m pip install "matplotlib>=3.8.4"  in a terminal, or  '
        '%pip install "matplotlib>=3.8.4"  in a notebook cell and restart the kernel.')
    assert caught.value._render_traceback_() == [f"MissingRequirement: {caught.value}"]


def test_an_old_python_is_named():
    assert requirements.advice("python", "99") == (
        f"Python {requirements.found('python')} is too old: install 99 or newer from python.org, no admin rights needed.")


def test_all_is_well_here():
    requirements.require()
    told = subprocess.run([sys.executable, "-m", "lab3_helpers"], cwd=COURSE, capture_output=True, text=True)
    lines = told.stdout.splitlines()
    assert told.returncode == 0
    assert lines[-1] == "Everything is there: run  jupyter lab notebooks"
    assert [line.split()[1].rstrip(":") for line in lines[:-1]] == ["python", *LISTED]


def test_nothing_but_the_standard_library_is_needed_to_ask():
    told = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys, runpy; sys.path.append({str(COURSE)!r}); "
                           "runpy.run_module('lab3_helpers', run_name='__main__')"], capture_output=True, text=True)
    assert told.returncode == 1
    assert "MISSING  numpy: found none, needed 2.0 or newer. numpy is not installed: run " in told.stdout
    assert told.stdout.splitlines()[-1] == "Something is missing: do what its line says, then run this again."
    assert told.stderr == ""


@pytest.mark.parametrize("module", ["__init__", "__main__", "requirements", "release", "verdict", "check"])
def test_what_is_imported_where_python_is_too_old_is_written_for_it(module):
    source = (COURSE / "lab3_helpers" / f"{module}.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 8))
    assert " | None" not in source or "from __future__ import annotations" in source


def test_only_a_notebook_stops_at_the_first_import():
    code = ("import sys; sys.path.append({!r}); {}\n"
            "try: import lab3_helpers\nexcept ImportError as error: print(type(error).__name__)\nelse: print('imported')")
    for before, said in (("", "imported"), ("sys.modules['IPython'] = sys", "MissingRequirement")):
        told = subprocess.run([sys.executable, "-I", "-S", "-c", code.format(str(COURSE), before)], capture_output=True, text=True)
        assert (told.stdout.strip(), told.stderr) == (said, "")


def test_the_helpers_beside_a_notebook_go_before_installed_ones(tmp_path):
    course = tmp_path / "course"
    (course / "notebooks").mkdir(parents=True)
    shutil.copytree(COURSE / "lab3_helpers", course / "lab3_helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for folder, expected in ((course / "notebooks", course), (tmp_path, COURSE)):
        told = subprocess.run([sys.executable, "-c", "import lab3_helpers.descent.maths as maths; print(maths.__file__)"],
                              cwd=folder, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(COURSE)})
        assert Path(told.stdout.strip()) == expected / "lab3_helpers/descent/maths.py"


OWN_IMPORT = "try: import matplotlib.pyplot\nexcept ValueError: print('refused')\n"
DRAW = ("import os; from lab3_helpers import DescentPanel; panel = DescentPanel(); import matplotlib\n"
        "print(panel.picture.failed, os.environ['MPLBACKEND'], matplotlib.get_backend())")


@pytest.mark.parametrize("backend, before", [("nonsense", ""), ("nonsense", OWN_IMPORT), ("svg", "")])
def test_panels_are_drawn_whatever_mplbackend_says(backend, before):
    told = subprocess.run([sys.executable, "-c", before + DRAW], cwd=COURSE, capture_output=True, text=True,
                          env={**os.environ, "MPLBACKEND": backend})
    *refused, drawn = told.stdout.splitlines()
    failed, kept, used = drawn.split()
    assert (refused, failed, kept) == (["refused"] * bool(before), "False", backend)
    assert (used == backend) == (backend == "svg")


def test_python_m_says_that_mplbackend_names_no_backend():
    for backend, notes in (("nonsense", 1), ("svg", 0)):
        told = subprocess.run([sys.executable, "-m", "lab3_helpers"], cwd=COURSE, capture_output=True, text=True,
                              env={**os.environ, "MPLBACKEND": backend})
        lines = told.stdout.splitlines()
        assert [line.startswith("note     The environment variable MPLBACKEND is 'nonsense', which") for line in lines].count(True) == notes
        assert (told.returncode, told.stderr, lines[-1]) == (0, "", "Everything is there: run  jupyter lab notebooks")
