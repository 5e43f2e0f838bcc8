"""In a notebook a sentence stands under the exception of a slip in exercise 2; the exception stays as it is."""

import importlib
import subprocess
import sys

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbclient import NotebookClient
from traitlets.config import Config

import lab3_helpers

IMPORTS = "from lab3_helpers import check\nfrom lab3_helpers.chain_rule.symbols import *"
CANNOT_BE_READ, CANNOT_RUN = 'check("2.12", w12 x1)', 'check("2.8", z1_out(f_out - y))'


@pytest.fixture
def shell(monkeypatch, tmp_path):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"}))
    shell.run_cell(IMPORTS)
    yield shell
    InteractiveShell.clear_instance()


def shown(shell, cell):
    """The traceback of a cell and what is displayed beside it."""
    with capture_output() as caught:
        shell.run_cell(cell)
    return caught.stdout, [output.data["text/plain"] for output in caught.outputs if "text/html" in output.data]


@pytest.mark.parametrize("cell, sentence", [
    (CANNOT_BE_READ, "A * is missing between w12 and x1."), (CANNOT_RUN, "A * is missing between z1_out and (f_out - y)."),
    ("%config InteractiveShell.ast_node_interactivity\nopen('nowhere')", None), ("def g(t):\n    return t z1_out", None),
])
def test_the_exception_stays_and_a_sentence_comes(shell, cell, sentence):
    alone = shown(shell, cell)
    lab3_helpers._listen(shell)
    traceback, sentences = shown(shell, cell)
    assert "Error" in traceback and (traceback, []) == alone
    assert sentences == [sentence] * bool(sentence)


def test_imported_twice_and_reloaded_it_speaks_once(shell):
    count = len(shell.events.callbacks["post_run_cell"])
    for _ in range(3):
        importlib.reload(lab3_helpers)
    assert len(shell.events.callbacks["post_run_cell"]) == count + 1
    assert len(shown(shell, CANNOT_RUN)[1]) == 1
    assert shown(shell, "1 + 1")[1] == []


def test_another_notebook_is_left_alone():
    """Where the symbols of exercise 2 are not in use, nothing is loaded and nothing is said."""
    code = f"""
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from lab3_helpers import check")
shell.run_cell({CANNOT_BE_READ!r})
print("sympy" in sys.modules, [one.__module__ for one in shell.events.callbacks["post_run_cell"]])"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "False ['lab3_helpers']" and "A * is missing" not in said


def test_a_kernel_shows_the_traceback_and_under_it_the_card():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (IMPORTS, CANNOT_BE_READ, CANNOT_RUN)])
    NotebookClient(notebook, allow_errors=True).execute()
    assert notebook.cells[0].outputs == []
    for cell in notebook.cells[1:]:
        error, card = [output for output in cell.outputs if output.output_type != "stream"]
        assert error.output_type == "error" and error.traceback
        assert card.data["text/plain"].startswith("A * is missing between ") and 'role="status"' in card.data["text/html"]
