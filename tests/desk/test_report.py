"""A class's notebooks as they are returned: solved, half solved, broken and hostile; and what the report says of them."""

import csv
import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePath

import nbformat
import pytest

from answers import RIGHT, WRONG
from lab3_helpers.__main__ import main
from lab3_helpers.desk.course import changes, code_cells, read_course, to_run
from lab3_helpers.desk.notebook import course_files
from lab3_helpers.desk.page import page
from lab3_helpers.desk.report import write_csv
from lab3_helpers.desk.submissions import Said, Submission, students
from lab3_helpers.desk.table import Table
from lab3_helpers.verdict import Verdict

COURSE = Path(__file__).parents[2] / "notebooks"
EXERCISES = read_course(course_files(COURSE))
STEMS = [exercise.name for exercise in EXERCISES]
DESCENT, CHAIN_RULE, NETWORK = EXERCISES
IMITATION = 'print("✓ 3.2 right: as you see")'
STUBBORN = """\
import time
while True:
    try:
        time.sleep(1000)
    except BaseException:
        pass"""
HOSTILE = '"<script>alert(1)</script>"'


def returned(folder, name, sources, stem="3_train_a_network", deleted=(), before=None, modified=None):
    """Write a notebook in which some cells have another source, some are missing, and one is the student's own."""
    notebook = nbformat.read(COURSE / f"{stem}.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in deleted]
    for cell in notebook.cells:
        cell.source = sources.get(cell.id, cell.source)
    if before:
        at = [cell.id for cell in notebook.cells].index(before[0])
        notebook.cells.insert(at, nbformat.v4.new_code_cell(before[1]))
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    if modified:
        os.utime(path, (modified, modified))
    return path


@pytest.fixture(scope="module")
def hand_in(tmp_path_factory):
    """A folder as a learning platform delivers it, each student's way of going wrong in the student's name."""
    folder = tmp_path_factory.mktemp("returned")
    solved = returned(folder, "Right Ruth_11_assignsubmission_file_/my solution.ipynb", RIGHT)
    notebook = nbformat.read(solved, as_version=4)
    for cell in notebook.cells:  # as it was saved: one check says right, and a print imitates one
        if cell.id == "check-3-1":
            cell.outputs[0].data["text/plain"] = "✓ 3.1 right: Well done.\n    3.1✓"
        if cell.id == "check-3-2":
            cell.outputs = [nbformat.v4.new_output("stream", text="✓ 3.2 right: printed")]
    nbformat.write(notebook, solved)
    wrong = returned(folder, "=Edited_16_assignsubmission_file_/a.ipynb",
                     WRONG | {"work-3-2": f"{WRONG['work-3-2']}\n{HOSTILE}", "check-3-2": IMITATION}, deleted=["check-3-4", "work-3-4"])
    notebook, verdict = nbformat.read(wrong, as_version=4), Verdict("3.2", False, "A sum came.", "sum_for_mean")
    for cell in notebook.cells:
        if cell.id == "check-3-2":
            cell.outputs[0].data = {"text/plain": str(verdict), "text/html": verdict._repr_html_()}
    nbformat.write(notebook, wrong)
    returned(folder, "Stubborn_20_assignsubmission_file_/a.ipynb", RIGHT | {"work-3-2": STUBBORN})
    returned(folder, "Dead_15_assignsubmission_file_/new.ipynb", RIGHT | {"work-3-2": "import os; os._exit(1)"}, modified=2000)
    returned(folder, "Dead_15_assignsubmission_file_/old.ipynb", RIGHT, modified=1000)
    returned(folder, "Imitator_17_assignsubmission_file_/a.ipynb", WRONG,
             before=("check-3-2", f"def check(*_): {IMITATION}\ncheck()"))
    returned(folder, "Hang_14_assignsubmission_file_/a.ipynb", RIGHT | {"work-3-2": "import time; time.sleep(1000)"}, before=("data", """\
import os, socket
from pathlib import Path
assert not os.listdir() and Path.home().resolve().parent == Path.cwd().resolve().parent
for reach in (lambda: socket.create_connection(("192.0.2.1", 80), 1), lambda: os.system("echo"), lambda: socket.gethostbyname("example.org")):
    try:
        reach()
    except PermissionError:
        pass
    else:
        raise AssertionError
input()"""))
    (folder / "Broken_19_assignsubmission_file_").mkdir()
    (folder / "Broken_19_assignsubmission_file_/a.ipynb").write_text("{no JSON", "utf-8")
    foreign = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    nbformat.write(foreign, folder / "Broken_19_assignsubmission_file_/b.ipynb")
    (folder / "Broken_19_assignsubmission_file_/c.ipynb").write_text("[1, 2]", "utf-8")
    shutil.copytree(solved.parent, folder / "Broken_19_assignsubmission_file_/.ipynb_checkpoints")
    return folder


def read_report(name):
    with open(f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    return rows, Path(f"{name}.html").read_text("utf-8")


@pytest.fixture(scope="module")
def executed(hand_in, tmp_path_factory):
    name = tmp_path_factory.mktemp("executed") / "class"
    assert main(["report", str(hand_in), "--out", str(name), "--cell-limit", "5", "--jobs", "4"]) == 0
    return read_report(name)


@pytest.mark.parametrize("student, states", [
    ("Right Ruth", ["right"] * 7),
    ("Hang", ["right", "not run"] + ["right"] * 5),
    ("Stubborn", ["right"] + ["not run"] * 6),
    ("Dead", ["right"] + ["not run"] * 6),
    ("'=Edited", ["not yet"] * 3 + ["open"] + ["not yet"] * 3),
    ("Imitator", ["not yet"] + ["open"] * 6),
    ("Broken", ["not run"] * 7),
])
def test_who_solved_what(executed, student, states):
    row = executed[0][student]
    assert [row[question] for question in NETWORK.questions.values()] == states
    assert row["right"] == str(states.count("right"))


@pytest.mark.parametrize("student, lines", [
    ("Right Ruth", []),
    ("Hang", ["work-3-2 was stopped after 5 s", "check-3-2 raised NameError",
              "A cell of the student's own raised StdinNotImplementedError"]),
    ("Stubborn", ["work-3-2 did not end within 5 s and could not be interrupted; what follows was not run."]),
    ("Dead", ["work-3-2 ended the kernel; what follows was not run.",
              "There is a newer 3_train_a_network, Dead_15_assignsubmission_file_/new.ipynb, which counts."]),
    ("'=Edited", ["Edited outside of the answers: check-3-2 (the course's own check was run in its place).",
                "Deleted: work-3-4, check-3-4."]),
    ("Imitator", ["the notebook has a check of its own in place of the course's."]),
    ("Broken", ["a.ipynb: This file is not JSON.", "b.ipynb: This notebook is not ours", "c.ipynb: This file is no notebook"]),
])
def test_what_goes_wrong_costs_a_line(executed, student, lines):
    said = executed[0][student]["to look at"]
    assert bool(said) is bool(lines) and ".ipynb_checkpoints" not in said
    for line in lines:
        assert line in said and html.escape(line.partition(": ")[2] or line) in executed[1]


def test_the_page_names_the_mistakes_with_an_example_and_shows_the_hardest_first(executed):
    text = executed[1]
    stuck = text.split("Where the class is stuck")[1].split("To look at")[0]
    shares = [int(share) for share in re.findall(r'class="share">(\d+)%', stuck)]
    assert shares == sorted(shares) and len(shares) == len(NETWORK.questions)
    assert "<strong>sum for mean</strong>" in stuck and html.escape(WRONG["work-3-2"]) in stuck


def test_what_a_student_wrote_is_text_and_nothing_is_loaded(executed):
    assert html.escape(HOSTILE) in executed[1]
    assert "<script" not in executed[1] and not re.search(r"(src|href)=|url\(|@import", executed[1])
    assert "default-src 'none'" in executed[1]


def test_stored_verdicts_are_read_without_running(hand_in, tmp_path):
    assert main(["report", str(hand_in), "--stored", "--out", str(tmp_path / "class")]) == 0
    rows, text = read_report(tmp_path / "class")
    assert [rows["Right Ruth"][question] for question in NETWORK.questions.values()] == ["right", "not run"] + ["open"] * 5
    assert rows["Hang"]["to look at"] == "" and "check-3-2" in rows["'=Edited"]["to look at"]
    assert "Nothing was executed" in text
    assert "<strong>sum for mean</strong>" in text and html.escape(WRONG["work-3-2"]) in text


@pytest.mark.parametrize("outputs", [None, [3], [{"data": 3}], [{"data": {"text/plain": [1]}}]])
def test_outputs_that_are_none_cost_a_line(outputs):
    cells = [NETWORK.by_id["check-3-2"] | {"outputs": outputs}]
    submission = Submission("Anna", PurePath("a.ipynb"), NETWORK, cells)
    submission.add_stored()
    assert submission.said == {} and len(submission.notes) == 1


@pytest.mark.parametrize("layout, owners", [
    ("Meier Anna_123_assignsubmission_file_/x.ipynb Meier Anna_123_assignsubmission_file_/y.ipynb", "Meier Anna|Meier Anna"),
    ("Meier Anna_123_assignsubmission_file_/x.ipynb Meier Anna_456_assignsubmission_file_/x.ipynb", "Meier Anna_123|Meier Anna_456"),
    ("Meier Anna_123_assignsubmission_file_2_chain_rule.ipynb Li Bo_4_assignsubmission_file_2_chain_rule.ipynb", "Meier Anna|Li Bo"),
    ("1/Meier Anna_123_assignsubmission_file/x.ipynb 2/Meier Anna_123_assignsubmission_file/x.ipynb", "Meier Anna|Meier Anna"),
    ("lab 3/Meier_Anna_ameier_12345/x.ipynb lab 3/Li_Bo_libo_678/sub/x.ipynb", "Meier Anna ameier|Li Bo libo"),
    ("submitted/anna/lab3/2_chain_rule.ipynb submitted/bo/lab3/2_chain_rule.ipynb", "anna|bo"),
    ("source/lab3/2_chain_rule.ipynb submitted/bo/lab3/2_chain_rule.ipynb", "source|bo"),
    ("lab-3-anna/notebooks/2_chain_rule.ipynb lab-3-bo/notebooks/2_chain_rule.ipynb", "anna|bo"),
    ("anna/1_gradient_descent.ipynb anna/2_chain_rule.ipynb", "anna|anna"),
    ("anna_2_chain_rule.ipynb bo_2_chain_rule (1).ipynb 1_gradient_descent-bo.ipynb", "anna|bo|bo"),
    ("all/anna_2_chain_rule.ipynb all/bo_2_chain_rule.ipynb", "anna|bo"),
    ("2_chain_rule.ipynb", "2_chain_rule.ipynb"),
])
def test_whose_a_notebook_is(layout, owners):
    paths = [PurePath(f"{path}.ipynb") for path in layout.removesuffix(".ipynb").split(".ipynb ")]
    assert students(paths, STEMS) == owners.split("|")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", " =1", "\t=1", "\r=1", "\n=1", "=", "-"])
def test_no_cell_of_the_spreadsheet_begins_a_formula(text, tmp_path):
    ordinary = "Meier-Li, A. = B"
    table = Table(("3.1",), {text: {}, ordinary: {}}, [(text, PurePath("=a.ipynb"), "=b")])
    write_csv(table, tmp_path / "table.csv")
    with open(tmp_path / "table.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", " ")) for row in rows for cell in row)
    assert rows[2][0] == ordinary


def test_everything_on_the_page_is_escaped():
    evil = "<img src=x onerror='alert(1)'>&\ud800"
    table = Table((evil,), {evil: {evil: Said(False, evil, evil, evil)}}, [(evil, PurePath(evil.replace("/", "")), evil)])
    text = page(table, evil, [], 1.0)
    assert "<img" not in text and html.escape(evil) in text


def test_the_exercise_is_told_by_its_cells_and_only_what_decides_is_run():
    for exercise in EXERCISES:
        cells = [cell["id"] for cell in to_run(exercise, exercise.cells)]
        assert cells[0] == "setup" and set(exercise.answers) <= set(cells)
        assert changes(exercise, exercise.cells) == ([], [])
    left = {cell["id"] for cell in NETWORK.cells} - {cell["id"] for cell in to_run(NETWORK, NETWORK.cells)}
    assert {"settings", "panel-luck", "sheet-predictions"} <= left
    uses_example = [cell | {"source": "example"} if cell["id"] == "work-3-4" else cell for cell in NETWORK.cells]
    assert "sheet-predictions" in [cell["id"] for cell in to_run(NETWORK, uses_example)]


def test_deleted_cells_come_back_in_their_places_and_edited_checks_as_they_were():
    for exercise in (DESCENT, CHAIN_RULE):
        assert to_run(exercise, []) == to_run(exercise, exercise.cells)
    edited = [cell | {"source": "pass"} if cell["id"] == "check-1-4" else cell for cell in DESCENT.cells[1:]]
    assert to_run(DESCENT, edited) == to_run(DESCENT, DESCENT.cells)
    assert changes(DESCENT, edited) == (["check-1-4"], ["setup"])


def test_colab_keeps_the_ids_of_cells_elsewhere(tmp_path):
    notebook = nbformat.read(COURSE / "2_chain_rule.ipynb", as_version=4)
    notebook.nbformat_minor = 0
    for cell in notebook.cells:
        cell.metadata["id"] = cell.pop("id")
    nbformat.write(notebook, tmp_path / "colab.ipynb")
    assert [cell["id"] for cell in code_cells(tmp_path / "colab.ipynb")] == [cell["id"] for cell in CHAIN_RULE.cells]


@pytest.mark.parametrize("words, sentence", [
    (["nowhere"], "A folder with the returned notebooks was expected, but nowhere is none."),
    (["."], "There are no notebooks in ."),
    ([str(COURSE), "--out", "nowhere/a"], "The report cannot be written to"),
    ([".", "--course", "nowhere"], "The course's notebooks are not in nowhere: say where they lie with --course FOLDER."),
])
def test_a_wrong_folder_gets_a_sentence(words, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["report", *words]) == 1
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err.startswith(sentence)


def test_a_number_that_makes_no_sense_gets_a_sentence(capsys):
    with pytest.raises(SystemExit):
        main(["report", ".", "--jobs", "0"])
    assert "a whole number above 0 was expected, but 0 came" in capsys.readouterr().err


def test_where_jupyter_is_missing_the_command_says_so():
    told = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys, runpy; sys.path.append({str(COURSE.parent)!r}); "
                           "sys.argv[1:] = ['report', '.']; runpy.run_module('lab3_helpers', run_name='__main__')"],
                          capture_output=True, text=True)
    assert told.returncode == 1 and re.fullmatch(r"\w+ is not installed: run  python -m lab3_helpers  to see what is missing.\n", told.stderr)
