"""The notebooks as they are committed, filled with right answers, filled with wrong ones, and half filled.

That every stored output comes out again is nbval's part: it runs with the plain test command.
"""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from answers import RIGHT, WRONG

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
TAGS = {"answer", "check", "help", "panel"}
LARGEST = 1_500_000  # bytes; code hosts stop rendering somewhat above


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text_of(cell):
    return "\n".join(output.data.get("text/plain", "") for output in cell.outputs if "data" in output)


def executed(notebook):
    """A copy, run from the first cell to the last on a fresh kernel."""
    notebook = nbformat.from_dict(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return notebook


def filled(path, sources):
    notebook = read(path)
    for cell in code_cells(notebook):
        cell.source = sources.get(cell.id, cell.source)
    return executed(notebook)


def verdicts(notebook):
    """The outputs of all cells in which a check speaks, by cell."""
    judging = [cell for cell in code_cells(notebook) if re.search(r"^(practice_panel\.task\.)?check(_code|_numbers)?\(", cell.source, re.M)]
    return {cell.id: text_of(cell) for cell in judging}


def is_open(cell):
    return "answer" in cell.metadata.get("tags", ())


notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_three():
    assert [path.name for path in NOTEBOOKS] == ["1_gradient_descent.ipynb", "2_chain_rule.ipynb", "3_train_a_network.ipynb"]


@notebooks
def test_hygiene(path):
    notebook = read(path)
    nbformat.validate(notebook)
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert path.stat().st_size < LARGEST
    # Widget state would be stale, large, and make an HTML export load scripts from elsewhere.
    assert "widgets" not in notebook.metadata
    for cell in notebook.cells:
        assert set(cell.metadata.get("tags", ())) <= TAGS
        assert re.fullmatch(r"[a-z0-9-]+", cell.id)
    for cell in cells:
        assert not cell.source.rstrip().endswith(";")
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
    everything = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w./])/(home|root|Users|tmp|work)/|[A-Z]:\\\\Users", everything)
    assert not re.search(r"https?://", everything)


@notebooks
def test_every_panel_has_a_static_picture(path):
    panels = [cell for cell in code_cells(read(path)) if "panel" in cell.metadata.get("tags", ())]
    assert panels
    for cell in panels:
        (output,) = cell.outputs
        assert {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"} <= set(output.data)


@notebooks
def test_every_cell_a_student_fills_has_its_answers(path):
    for cell in code_cells(read(path)):
        if is_open(cell):
            assert "..." in cell.source
            assert cell.id in RIGHT and cell.id in WRONG
            assert WRONG[cell.id] != RIGHT[cell.id]


def test_no_answer_without_a_cell():
    ids = {cell.id for path in NOTEBOOKS for cell in code_cells(read(path)) if is_open(cell)}
    assert set(RIGHT) == set(WRONG) == ids


@notebooks
def test_as_handed_out_every_check_is_open(path):
    for cell, says in verdicts(read(path)).items():
        assert says.startswith("○"), (cell, says)


@notebooks
def test_right_answers_satisfy_every_check(path):
    said = verdicts(filled(path, RIGHT))
    assert said
    for cell, says in said.items():
        assert says.startswith("✓"), (cell, says)


@notebooks
def test_wrong_answers_satisfy_no_check(path):
    said = verdicts(filled(path, WRONG))
    assert said
    for cell, says in said.items():
        assert says.startswith("✗"), (cell, says)


@notebooks
def test_a_half_filled_notebook_runs(path):
    sources = {cell: source for n, (cell, source) in enumerate(RIGHT.items()) if n % 2}
    for cell in code_cells(filled(path, sources)):
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr"


@notebooks
def test_folded_solutions_are_the_right_answers(path):
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    folded = set(re.findall(r"<summary>Solution</summary>\n\n```python\n(.*?)\n```", text, re.S))
    work = {RIGHT[cell.id] for cell in code_cells(read(path)) if cell.id.startswith("work-")}
    assert folded == work
