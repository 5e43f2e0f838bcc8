"""Data flows one way: mathematics -> figures -> panels; and nothing heavy is imported before it is used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "lab3_helpers"
HEAVY = {"numpy", "sympy", "matplotlib", "ipywidgets", "anywidget"}


def imported_by(statement):
    """The heavy packages that a fresh Python holds after `statement`."""
    code = f"import sys; {statement}; print(*(name for name in {sorted(HEAVY)!r} if name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("lab3_helpers", set()),
        ("lab3_helpers.requirements", set()),
        ("lab3_helpers.verdict", set()),
        ("lab3_helpers.descent", {"numpy"}),
        ("lab3_helpers.network", {"numpy"}),
        ("lab3_helpers.exercises", {"numpy"}),
        ("lab3_helpers.symbols", {"sympy"}),
        ("lab3_helpers.checking", {"sympy"}),
        ("lab3_helpers.figures", {"numpy", "matplotlib"}),
    ],
)
def test_a_room_imports_only_what_it_knows(module, allowed):
    assert imported_by(f"import {module}") <= allowed


@pytest.mark.parametrize("panel", ["DescentPanel", "GradientCheckPanel", "TrainingPanel", "RestartsPanel", "LuckPanel"])
def test_notebooks_1_and_3_do_not_pay_for_sympy(panel):
    assert "sympy" not in imported_by(f"from lab3_helpers.panels import {panel}; {panel}()")


def test_pyplot_is_never_imported():
    for path, imported in imports():
        assert not any(name.startswith("matplotlib.pyplot") for name in imported), path


def test_nothing_lower_imports_anything_higher():
    above = {"panels": set(), "figures": {"panels"}}
    for path, imported in imports():
        room = path.relative_to(PACKAGE).parts[0]
        rooms = {name.split(".")[1] for name in imported if name.startswith("lab3_helpers.")}
        assert not rooms & above.get(room, {"panels", "figures"}), path


def imports():
    """Every module of the package with the names that it imports."""
    for path in PACKAGE.rglob("*.py"):
        names = []
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield path, names
