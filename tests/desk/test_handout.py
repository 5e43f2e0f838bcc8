"""What is handed out: the course's notebooks, without what is held back, and never over somebody's work."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter, SlidesExporter

from lab3_helpers import hint, solution
from lab3_helpers.__main__ import main
from lab3_helpers.check import _EXERCISES, _questions
from lab3_helpers.verdict import Program

COURSE = Path(__file__).parents[2] / "notebooks"
NAMES = [path.name for path in sorted(COURSE.glob("*.ipynb"))]
QUESTIONS = [name for exercise in _EXERCISES for name in _questions(exercise)]


def hand_out(folder, *switches):
    """Every notebook that was handed out, by name, with all that its file holds as text."""
    assert main(["handout", str(folder), *switches]) == 0
    for name in NAMES:
        nbformat.validate(nbformat.read(folder / name, 4))
    return {name: json.loads((folder / name).read_text("utf-8")) for name in NAMES}


def course_cells(name):
    return json.loads((COURSE / name).read_text("utf-8"))["cells"]


def texts(value):
    """All texts in a notebook, wherever they stand."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        lines = value and all(isinstance(part, str) for part in value)
        return ["".join(value)] if lines else [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def given_away(notebooks, notes):
    """The lines of hints or solutions that stand somewhere in the notebooks, but for those that a student is given."""
    sources = {cell["id"]: "".join(cell["source"]) for notebook in notebooks.values() for cell in notebook["cells"]}
    given = "\n".join(source for id, source in sources.items() if id.startswith(("work-", "part-")))
    drawn = [cell["outputs"] for notebook in notebooks.values() for cell in notebook["cells"] if cell["id"].endswith("-draw")]
    given += "\n".join(texts(drawn))  # a question, which says what its network computes
    everything = "\n".join(text for notebook in notebooks.values() for text in texts(notebook))
    spaceless = re.sub(r"\s", "", everything)
    for note in notes:
        if note.title in everything:
            yield note.title
        for row in note.rows:
            for line in (row if isinstance(row, str) else row.text).splitlines():
                # Of a formula what stands behind its last "=", of a program a line as it is; short ones stand everywhere.
                worked = line.strip() if isinstance(row, Program) else line.split(" = ")[-1]
                if len(worked) > 12 and worked not in given and re.sub(r"\s", "", worked) in spaceless:
                    yield worked


def ids(notebook):
    return [cell["id"] for cell in notebook["cells"]]


def test_as_it_stands_nothing_is_changed(tmp_path, capsys):
    for name, notebook in hand_out(tmp_path / "out").items():
        assert notebook["cells"] == course_cells(name)
    assert capsys.readouterr().out == (f"3 notebooks are in {tmp_path / 'out'}; lab3.toml beside them says: "
                                       "hints always, solutions always.\n")


def test_without_solutions_no_notebook_holds_one(tmp_path, monkeypatch):
    solutions = [solution(question) for question in QUESTIONS]
    assert len(set(given_away(hand_out(tmp_path / "with"), solutions))) > 50
    without = hand_out(tmp_path / "without", "--without-solutions")
    assert not set(given_away(without, solutions))
    monkeypatch.chdir(tmp_path / "without")
    assert str(solution("2.8")) == "Your lecturer releases the solutions." and hint("2.8").title.startswith("Hint")


def test_without_solutions_everything_else_stays(tmp_path):
    for name, notebook in hand_out(tmp_path, "--without-solutions").items():
        course = {cell["id"]: cell for cell in course_cells(name)}
        gone = {id for id, cell in course.items() if cell["metadata"].get("tags") == ["solution"]}
        assert ids(notebook) == [id for id in course if id not in gone]
        for cell in notebook["cells"]:
            judged = {"answer", "check", "solution"} & set(cell["metadata"].get("tags", ()))
            assert cell == course[cell["id"]] | ({"outputs": [], "execution_count": None} if judged else {})


def test_without_hints(tmp_path, monkeypatch):
    hints = [hint(question, step) for question in QUESTIONS for step in (1, 2)]
    for switch, some in ((), True), (("--without-hints",), False):
        notebooks = hand_out(tmp_path, *switch)
        everything = "\n".join(text for notebook in notebooks.values() for text in texts(notebook))
        assert any(text in everything for text in (">Hint</summary>", *(note.title for note in hints))) == some
    assert all(cell["source"] for notebook in notebooks.values() for cell in notebook["cells"])
    monkeypatch.chdir(tmp_path)
    assert str(hint("2.8")) == "Your lecturer releases the hints." and solution("2.8").title == "Solution of 2.8"


def test_the_solutions_follow_later_into_the_same_folder(tmp_path, monkeypatch):
    hand_out(tmp_path, "--solutions-from", "2999-12-31")
    monkeypatch.chdir(tmp_path)
    assert str(solution("1.5")) == "Your lecturer releases the solutions on 2999-12-31."
    hand_out(tmp_path, "--solutions-from", "2999-12-31 18:00")
    assert str(solution("1.5")) == "Your lecturer releases the solutions on 2999-12-31 18:00:00."
    hand_out(tmp_path, "--with-solutions")
    assert solution("1.5").title == "Solution of 1.5"


def test_nobodys_work_is_overwritten(tmp_path, capsys):
    hand_out(tmp_path)
    path = tmp_path / NAMES[1]
    answered = path.read_text("utf-8").replace('check(\\"2.8\\", ...)', 'check(\\"2.8\\", x1)')
    path.write_text(answered, "utf-8")
    (tmp_path / NAMES[0]).unlink()
    capsys.readouterr()
    assert main(["handout", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said == (f"{path} is not as it was handed out: somebody has worked in it. Nothing was written; choose another "
                    "folder, or move that notebook away.\n")
    assert path.read_text("utf-8") == answered and not (tmp_path / NAMES[0]).exists()


def test_a_talk_has_one_slide_for_each_part(tmp_path):
    for name, notebook in hand_out(tmp_path, "--slides").items():
        assert [cell["source"] for cell in notebook["cells"]] == [cell["source"] for cell in course_cells(name)]
        parts = [cell["source"][0].strip("# \n") for cell in notebook["cells"]
                 if cell["cell_type"] == "markdown" and re.match("##? ", cell["source"][0])]
        page = BeautifulSoup(SlidesExporter().from_filename(tmp_path / name)[0], "html.parser")
        shown = page.select(".slides > section")
        assert [slide.find(["h1", "h2"]).text.rstrip("¶") for slide in shown] == parts
        panels = [cell for cell in notebook["cells"] if "panel" in cell["metadata"].get("tags", ())]
        assert len(page.select('.slides img[src^="data:image/png"]')) == len(panels)
        assert "from lab3_helpers import" not in page.select_one(".slides").text


def test_a_sheet_to_print_asks_everything_and_answers_nothing(tmp_path):
    sheets = hand_out(tmp_path, "--print")
    solutions = [solution(question) for question in QUESTIONS]
    # The definitions of the network and the claim of 2.4 are given.
    assert not set(given_away(sheets, solutions))
    for name, notebook in sheets.items():
        course = [cell | {"source": "".join(cell["source"])} for cell in course_cells(name)]
        open_text = BeautifulSoup(HTMLExporter().from_filename(tmp_path / name)[0], "html.parser").body.text
        hidden = [body for cell in course for body in re.findall("</summary>(.*?)</details>", cell["source"], re.S)]
        for answer in hidden + [cell["source"] for cell in course if cell["source"].startswith("**What you saw.**")]:
            for words in re.split(r"\$[^$]*\$|[*`\n]", answer):
                assert len(words) < 15 or words not in open_text
        for asked in re.findall(r"(?:Predict|Work)\.\*\* ([^$`*\n]+)", "\n".join(cell["source"] for cell in course)):
            assert asked.strip() in open_text
        room = {cell["id"].removeprefix("room-") for cell in notebook["cells"] if cell["id"].startswith("room-")}
        assert room == {cell["id"] for cell in course if "answer" in cell["metadata"].get("tags", ())}
        assert "check(" not in open_text and "____" in open_text
    assert "<img" in HTMLExporter().from_filename(tmp_path / NAMES[1])[0]  # the question for practice


def test_for_nbgrader_every_question_counts_in_one_locked_cell_behind_its_last_check(tmp_path):
    (tmp_path / "points.toml").write_text('"2.7" = 2.5')
    counted = []
    for notebook in hand_out(tmp_path / "out", "--nbgrader", "--points", str(tmp_path / "points.toml")).values():
        before = None
        for cell in notebook["cells"]:
            role, tags = cell["metadata"].get("nbgrader", {}), cell["metadata"].get("tags", ())
            assert bool(role) == (cell["id"].startswith("points-") or "check" in tags)
            assert not role or role["locked"] and not role["solution"] and role["grade_id"] == cell["id"]
            assert ("deletable" in cell["metadata"]) == ("answer" in tags)
            if role.get("grade"):
                counted.append((cell["id"].removeprefix("points-").replace("-", "."), role["points"]))
                assert {"answer", "check"} & set(before["metadata"]["tags"])
            before = cell
    assert sorted(counted) == sorted((dict.fromkeys(QUESTIONS, 1) | {"2.7": 2.5}).items())


@pytest.mark.parametrize("table, said", [
    ('"2.99" = 1', "The points name a question 2.99; the questions are 1.1, 1.2,"),
    ("2.7 = 1", "The points name a question 2; the questions are"),
    ('"2.7" = -1', "The points of 2.7 must be a number of 0 or more, but -1 came."),
    ('"2.7" = "two"', "must be a number of 0 or more, but two came."), ('"2.7" = nan', "but nan came."),
    ("two", "The points are expected in lines like"), ("\xff", "The points were expected as text in UTF-8, but"),
])
def test_a_wrong_table_of_points_gets_one_sentence(tmp_path, capsys, table, said):
    (tmp_path / "points.toml").write_text(table, "latin-1")
    assert main(["handout", str(tmp_path / "out"), "--nbgrader", "--points", str(tmp_path / "points.toml")]) == 1
    sentence, = capsys.readouterr().err.splitlines()
    assert said in sentence and not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("words, said", [
    ([str(COURSE)], "holds the course itself: choose another folder."),
    ([__file__], "A folder was expected, but"),
    (["{tmp}/out", "--points", "points.toml"], "The points are for nbgrader: add --nbgrader."),
    (["{tmp}/out", "--course", "{tmp}"], "say where they lie with --course FOLDER."),
    (["{tmp}/out", "--course", "{tmp}/broken"], "A notebook (format 4) was expected, but"),
])
def test_what_cannot_be_done_gets_one_sentence(tmp_path, capsys, words, said):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/1.ipynb").write_text('{"nbformat": 4, "metadata": {}, "cells": [{}]}')
    assert main(["handout", *(word.format(tmp=tmp_path) for word in words)]) == 1
    sentence, = capsys.readouterr().err.splitlines()
    assert said in sentence


def test_a_day_that_is_none(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["handout", str(tmp_path), "--solutions-from", "Monday"])
    assert "a day such as 2026-11-30 was expected, but Monday came" in capsys.readouterr().err
