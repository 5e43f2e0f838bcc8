"""The house: data flows one way, an exercise knows no other, and nothing heavy is loaded before it is used."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "lab3_helpers"
HEAVY = ("numpy", "sympy", "matplotlib", "ipywidgets", "anywidget")
EXERCISES = ("descent", "chain_rule", "network")
# Lower rooms first: a module may import from its own room and from rooms before it. The door imports the exercises; the
# desk, for lecturers, nobody imports: `__main__` loads a command of it by name.
FLOORS = (("requirements", "release", "verdict"), ("arguments",), ("student_code", "panel"), EXERCISES, ("check",), ("__init__", "__main__"), ("desk",))
ACROSS = {("chain_rule/panel.py", "network.maths")}  # the chain rule's picture asks the network for numbers

WHAT_IS_LOADED = f"""
import importlib, sys
def loaded():
    return {{name for name in {HEAVY!r} if name in sys.modules}}
for step in sys.argv[1:]:
    exec(step)
    print(step, *sorted(loaded()), sep="|")
"""
STEPS = {
    "import lab3_helpers": set(),
    "import lab3_helpers.panel.server": set(),
    "import lab3_helpers.descent, lab3_helpers.network, lab3_helpers.descent.questions, lab3_helpers.network.questions": {"numpy"},
    "from lab3_helpers import check; check('1.2'); check('1.5', len); check('3.3')": {"numpy"},
    "from lab3_helpers import DescentPanel, MomentumPanel, SlopePanel; DescentPanel()": set(HEAVY) - {"sympy"},
    "from lab3_helpers import UnitPanel, GradientCheckPanel, TrainingPanel, RestartsPanel, LuckPanel": set(HEAVY) - {"sympy"},
    "UnitPanel(), GradientCheckPanel(), TrainingPanel(), RestartsPanel(), LuckPanel()": set(HEAVY) - {"sympy"},
}


def test_nothing_heavy_is_loaded_before_it_is_used():
    answer = subprocess.run([sys.executable, "-c", WHAT_IS_LOADED, *STEPS], capture_output=True, text=True, check=True)
    for line, (step, allowed) in zip(answer.stdout.splitlines(), STEPS.items(), strict=True):
        said, *loaded = line.split("|")
        assert said == step and set(loaded) - {""} <= allowed, line


def test_the_checker_loads_sympy_and_no_pictures():
    code = "import sys; from lab3_helpers import check; check('2.1'); print(*sorted({'sympy', 'matplotlib', 'ipywidgets'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["sympy"]


def test_pyplot_is_never_imported():
    for path, names in imports():
        assert not any(name.startswith("matplotlib.pyplot") for name in names), path


def test_imports_run_downward_and_not_between_exercises():
    floor = {room: n for n, rooms in enumerate(FLOORS) for room in rooms}
    assert {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path, _ in imports()} == set(floor)
    crossing = set()
    for path, names in imports():
        where = path.relative_to(PACKAGE)
        room = where.parts[0].removesuffix(".py")
        for name in names:
            other = name.split(".")[1] if name.startswith("lab3_helpers.") else room
            if other == room:
                continue
            if {room, other} <= set(EXERCISES):
                crossing.add((where.as_posix(), ".".join(name.split(".")[1:3])))
            else:
                assert floor[other] < floor[room], f"{where} imports {name}"
    assert crossing == ACROSS


def test_there_is_no_circle():
    below = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): set(names) for path, names in imports()}
    done = set()

    def visit(module, above):
        assert module not in above, f"{' -> '.join(above)} -> {module}"
        if module not in done and module in below:
            for name in below[module]:
                visit(name, (*above, module))
            done.add(module)

    for module in below:
        visit(module, ())


@cache
def imports():
    """Every module of the package with the modules that it imports."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        names = []
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                inside = (PACKAGE.parent / Path(*node.module.split("."))).is_dir()
                names += [f"{node.module}.{alias.name}" if inside else node.module for alias in node.names]
        found.append((path, names))
    return found
