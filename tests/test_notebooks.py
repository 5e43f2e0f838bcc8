"""The notebooks as they are committed, filled with right answers, filled with wrong ones, and half filled.

That every stored output comes out again is nbval's part: it runs with the plain test command, in kernels of its own.
"""

import ast
import builtins
import linecache
import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import PythonExporter

from answers import RIGHT, WRONG

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
JUDGED = {"answer", "check"}
TAGS = JUDGED | {"panel", "solution", "given"}
LARGEST = 1_500_000  # bytes; code hosts stop rendering somewhat above


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run(cells):
    """What the last line of every cell is, as text, by the cell's id; run in this process, as a kernel would run them."""
    variables, said = {"__name__": "__main__"}, {}
    for cell in cells:
        *body, last = ast.parse(cell.source).body
        if not isinstance(last, ast.Expr):
            body, last = [*body, last], None
        # A check reads its own call in the source, as it does in a notebook.
        file = f"<cell {cell.id}>"
        linecache.cache[file] = len(cell.source), None, cell.source.splitlines(keepends=True), file
        exec(compile(ast.Module(body, []), file, "exec"), variables)
        if last is not None:
            said[cell.id] = repr(eval(compile(ast.Expression(last.value), file, "eval"), variables))
    return said


def filled(path, sources):
    """The code cells, some with another source."""
    cells = code_cells(read(path))
    for cell in cells:
        cell.source = sources.get(cell.id, cell.source)
    return cells


def names(cell, kind):
    """The names that a cell reads (``ast.Load``) or assigns to (``ast.Store``)."""
    return {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name) and isinstance(node.ctx, kind)}


def the_students(cells):
    """The cells that a student fills, those that use what stands in them, and what these need of the others."""
    written = {node.name for cell in cells if is_open(cell) for node in ast.parse(cell.source).body if isinstance(node, ast.FunctionDef)}
    wanted, chosen = set(), []
    for cell in reversed(cells):
        if JUDGED & set(cell.metadata.get("tags", ())) or names(cell, ast.Load) & written or names(cell, ast.Store) & wanted:
            wanted |= names(cell, ast.Load)
            chosen.append(cell)
    setup = [] if cells[0] in chosen else cells[:1]  # its imports are no assignments
    return setup + chosen[::-1]


def verdicts(path, sources):
    """What every check says, by cell."""
    cells = the_students(filled(path, sources))
    judging = {cell.id for cell in cells if re.search(r"^(practice_panel\.task\.)?check\(", cell.source, re.M)}
    return {cell: text for cell, text in run(cells).items() if cell in judging}


def is_open(cell):
    return "answer" in cell.metadata.get("tags", ())


notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_every_fold_is_set_alike():
    folds = [fold for path in NOTEBOOKS for cell in read(path).cells if cell.cell_type == "markdown"
             for fold in re.findall(r"<details[^>]*><summary[^>]*>", cell.source)]
    assert len(folds) > len(NOTEBOOKS) and len(set(folds)) == 1


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
    assert "<summary>" not in everything  # SUMMARY, so that it has its triangle in the old notebook's page as well
    # One address: where the course is installed from.
    assert re.findall(r"(?:git\+)?https?://[^\s\"\\]*", everything) == ["git+https://github.com/OWNER/REPOSITORY"]


@notebooks
def test_no_line_of_code_is_cut_where_the_window_is_small(path):
    # At 1,300 pixels, with the file browser open, JupyterLab shows 109 characters.
    assert [line for cell in code_cells(read(path)) for line in cell.source.split("\n") if len(line) > 105] == []


@notebooks
def test_every_panel_has_a_static_picture(path):
    panels = [cell for cell in code_cells(read(path)) if "panel" in cell.metadata.get("tags", ())]
    assert panels
    for cell in panels:
        (output,) = cell.outputs
        assert {"application/vnd.lab3.panel+json", "image/png", "text/plain"} <= set(output.data)


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
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            if cell.source.startswith("check("):
                assert output.data["text/plain"].startswith("○"), cell.id


@notebooks
def test_right_answers_satisfy_every_check(path):
    said = verdicts(path, RIGHT)
    assert said
    for cell, says in said.items():
        assert says.startswith("✓"), (cell, says)


@notebooks
def test_wrong_answers_satisfy_no_check(path):
    said = verdicts(path, WRONG)
    assert said
    for cell, says in said.items():
        assert says.startswith("✗"), (cell, says)


@notebooks
@pytest.mark.usefixtures("no_warning")
def test_a_half_filled_notebook_runs(path, capsys):
    sources = {cell: source for n, (cell, source) in enumerate(RIGHT.items()) if n % 2}
    assert run(the_students(filled(path, sources)))
    assert capsys.readouterr().err == ""


@notebooks
def test_as_a_script_a_notebook_needs_nothing_of_ipython(path):
    script = ast.parse(PythonExporter().from_filename(path)[0])
    known = set(dir(builtins)) - {"display", "get_ipython"}  # IPython adds these while it runs
    for node in ast.walk(script):
        match node:
            case ast.Import() | ast.ImportFrom():
                exec(compile(ast.Module([node], []), path.name, "exec"), imported := {})
                known |= set(imported)
            case ast.FunctionDef(name=name) | ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                known.add(name)
    assert {node.id for node in ast.walk(script) if isinstance(node, ast.Name)} <= known


def test_the_folder_is_all_that_a_notebook_needs_to_say_where_the_helpers_come_from():
    """A notebook that was downloaded alone says in its error what to do."""
    for path in NOTEBOOKS:
        setup = code_cells(read(path))[0].source
        above = setup.split("from lab3_helpers")[0]
        assert "%pip install .." in above and "%pip install git+https" in above


def test_no_tool_has_stripped_the_notebooks():
    """One sentence where nbstripout was at work; without it nbval would fail in every cell."""
    for path in NOTEBOOKS:
        cells = code_cells(read(path))
        assert any(cell.outputs for cell in cells) and cells[0].id == "setup", (
            f"{path.name} has lost its outputs or its cells' ids, as nbstripout takes them: restore it with git checkout, "
            "and switch that filter off here.")
