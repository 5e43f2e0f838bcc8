"""The function of exercise 1 stands in one line: with another one everything that follows from it is another, and right."""

import shutil
import subprocess
import sys
from pathlib import Path

import lab3_helpers

PACKAGE = Path(lab3_helpers.__file__).parent
PROGRAM = """
import numpy as np
from lab3_helpers import DescentPanel, SlopePanel, StraightPathPanel, check, solution
from lab3_helpers.chain_rule.symbols import x1, x2
from lab3_helpers.descent import MINIMUM, f, f_gradient
from lab3_helpers.descent.questions import QUESTIONS

assert np.allclose(MINIMUM, [16 / 3, 8 / 3]) and (f_gradient(MINIMUM) == 0).all() and f(MINIMUM) < f(MINIMUM + [0.01, 0])
assert check("1.1", [2*(x1 - 4) - x2, 2*x2 - x1]) and not check("1.1", [2*(x1 - 6) - x2, 2*x2 - x1])
assert "(x1 - 4) ** 2" in str(solution("1.1")) and "(7, 3)" in str(solution("1.2"))
assert check("1.2", [(7, 3), (6, 10/3), (35/6, 19/6)])
for question in ("1.4", "1.5"):
    names = {"np": np}
    exec(QUESTIONS[question].answer, names)
    assert check(question, *(names[name] for name in QUESTIONS[question].functions)), question
panel = DescentPanel(steps=100, learning_rate=0.5)
assert panel.title.endswith("(x1 - 4)² + x2² - x1 x2")
assert "on the minimum -5.333333 at (5.333333, 2.666667)" in panel.picture.sentence, panel.picture.sentence
assert "At (6, 6) f is 4. In direction 90° (up) f rises with slope 6." in SlopePanel(direction=90).picture.sentence
assert "at (8.87, 6.2). The gradient at the start lies on the line" in StraightPathPanel(direction=45).picture.sentence
"""


def test_another_function_needs_one_change(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "lab3_helpers", ignore=shutil.ignore_patterns("__pycache__"))
    maths = tmp_path / "lab3_helpers/descent/maths.py"
    source = maths.read_text("utf-8")
    assert sum("x1 - 6" in path.read_text("utf-8") for path in PACKAGE.rglob("*.py")) == source.count("x1 - 6") == 1
    maths.write_text(source.replace("x1 - 6", "x1 - 4"), "utf-8")
    told = subprocess.run([sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
