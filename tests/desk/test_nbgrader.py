"""The real nbgrader, from the handout to the feedback: all right, half right, blank, wrong, and with edited checks."""

import csv
import importlib.util
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from answers import RIGHT, WRONG
from lab3_helpers.__main__ import main
from lab3_helpers.desk.notebook import read, tags, write

pytestmark = pytest.mark.nbgrader
POINTS = {"1.5": 4, "2.7": 2.5}  # of the questions that do not count 1


def nbgrader(course, *words):
    """Run a command of nbgrader, which looks for a program of its own, alembic, on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    told = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=course, env=os.environ | {"PATH": path},
                          capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


def answered(cells, answers):
    return [cell | {"source": answers.get(cell["id"], cell["source"])} for cell in cells]


def cheating(cells):
    """Nothing is answered, every check asks the course's own functions, no cell counts honestly, one is deleted."""
    easy = {"check-1-4": 'check("1.4", f, f_gradient)', "check-3-1": 'check("3.1", network.predict)'}
    easy |= {cell["id"]: "pass" for cell in cells if cell["id"].startswith("points-")}
    return [cell for cell in answered(cells, easy) if cell["id"] != "points-2-5"]


HALF = {cell: source for n, (cell, source) in enumerate(RIGHT.items()) if n % 2}
STUDENTS = {"right": lambda cells: answered(cells, RIGHT), "half": lambda cells: answered(cells, HALF),
            "blank": lambda cells: cells, "wrong": lambda cells: answered(cells, WRONG), "cheat": cheating}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of nbgrader's in which everybody has handed in, is graded and has feedback."""
    if importlib.util.find_spec("nbgrader") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("nbgrader is needed: pip install nbgrader.")
    folder = tmp_path_factory.mktemp("course")
    (folder / "points.toml").write_text("".join(f'"{question}" = {value}\n' for question, value in POINTS.items()))
    assert main(["handout", str(folder / "source/lab3"), "--nbgrader", "--without-solutions",
                 "--points", str(folder / "points.toml")]) == 0
    nbgrader(folder, "generate_assignment", "lab3")
    for student, works in STUDENTS.items():
        shutil.copytree(folder / "release/lab3", folder / "submitted" / student / "lab3")
        for path in (folder / "submitted" / student / "lab3").glob("*.ipynb"):
            notebook = read(path)
            write(path, notebook | {"cells": works(notebook["cells"])})
    for command in ("autograde", "generate_feedback"):
        nbgrader(folder, command, "lab3")
    nbgrader(folder, "export")
    return folder


@pytest.fixture(scope="module")
def scores(course):
    with open(course / "grades.csv", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(STUDENTS)
    return {student: (float(row["score"]), float(row["max_score"])) for student, row in rows.items()}


def points(cells):
    """What the questions of some cells count, each question once; practice and drawn questions do not."""
    questions = {"2.7" if id == "answer-2-7-short" else id.split("-", 1)[1].replace("-", ".")
                 for id in cells if not id.startswith("own-")}
    return sum(POINTS.get(question, 1) for question in questions - {"practice"})


def test_each_question_counts_once_and_only_if_it_is_right(scores):
    full = points(RIGHT)
    asked = sum(len(import_module(f"lab3_helpers.{room}.questions").QUESTIONS) for room in ("descent", "chain_rule", "network"))
    assert full == asked - len(POINTS) + sum(POINTS.values())
    nothing = dict.fromkeys(["blank", "wrong", "cheat"], (0, full))
    assert scores == {"right": (full, full), "half": (points(HALF), full), **nothing}


def test_students_get_their_stubs_whole_and_no_test(course):
    for path in (course / "release/lab3").glob("*.ipynb"):
        ours = {cell["id"]: cell for cell in read(Path(__file__).parents[2] / "notebooks" / path.name)["cells"]}
        for cell in read(path)["cells"]:
            if cell["id"].startswith("points-"):
                assert cell["source"].startswith("# Question") and "\n" not in cell["source"].strip()
            else:
                assert cell["source"] == ours[cell["id"]]["source"]
    assert (course / "release/lab3/lab3.toml").read_text() == (course / "source/lab3/lab3.toml").read_text()


def test_edited_checks_are_restored(course):
    for path in (course / "autograded/cheat/lab3").glob("*.ipynb"):
        ours = {cell["id"]: cell["source"] for cell in read(course / "source/lab3" / path.name)["cells"]}
        restored = {cell["id"]: cell["source"] for cell in read(path)["cells"]}
        locked = [cell["id"] for cell in read(course / "source/lab3" / path.name)["cells"]
                  if "check" in tags(cell) or cell["id"].startswith("points-")]
        assert locked and all(restored[id] == ours[id] for id in locked if id in restored)


def test_everybody_gets_feedback(course):
    for student in STUDENTS:
        assert len(list((course / "feedback" / student / "lab3").glob("*.html"))) == 3
