"""Students' functions, right and wrong: none that is wrong passes, what is right passes, the mistake is named, and nothing hangs."""

import ast
import io
import linecache
import math
import random
import sys
import warnings
from collections import Counter

import numpy as np
import pytest
import sympy

from functions import SOLUTIONS, table
from lab3_helpers import check, network
from lab3_helpers.chain_rule.symbols import x1, x2
from lab3_helpers.descent import f, f_gradient
from lab3_helpers.descent.questions import QUESTIONS as DESCENT
from lab3_helpers.network import X, Y
from lab3_helpers.network.questions import QUESTIONS as NETWORK
from lab3_helpers.student_code import cases
from lab3_helpers.student_code.guarded import Guard, latest
from lab3_helpers.student_code.mistakes import MISTAKES
from lab3_helpers.verdict import Mistake

FUNCTIONS = {id: asked.functions for id, asked in (DESCENT | NETWORK).items() if hasattr(asked, "functions")}
TABLE = table()


def run_cell(source, **names):
    """The names that a cell defines, with its source where a notebook keeps it."""
    file = f"<cell {hash(source)}>"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    names |= {"np": np, "network": network, "f": f, "f_gradient": f_gradient, "X": X, "Y": Y, "math": math, "sympy": sympy,
              "x1": x1, "x2": x2, "example": network.sheet_run()[0]}
    exec(compile(source, file, "exec"), names)
    return names


def judged(question, source, **names):
    names = run_cell(source, **names)
    return check(question, *(names[name] for name in FUNCTIONS[question]))


@pytest.mark.parametrize("question, mistake, source", TABLE, ids=[f"{question}-{mistake}-{n}" for n, (question, mistake, _) in enumerate(TABLE)])
def test_the_table(question, mistake, source):
    if mistake == "own":
        with pytest.raises((NameError, AttributeError, ValueError)):
            judged(question, source)
        return
    verdict = judged(question, source)
    expected = {None: (True, None), "blank": (None, None)}.get(mistake, (False, mistake))
    assert (verdict.correct, verdict.mistake) == expected, verdict.message
    assert verdict.message.endswith((".", "?")) and "\n" not in verdict.message
    assert mistake is None or mistake in MISTAKES
    if verdict.message.startswith(tuple(f"{name}(" for name in FUNCTIONS[question])):
        ast.parse(verdict.message[: _closing(verdict.message) + 1])  # the input that is told can be pasted


def _closing(text):
    depth = 0
    for n, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and letter == ")":
            return n
    return len(text)


def test_the_table_is_long_and_every_question_has_right_and_wrong_ones():
    counts = Counter((question, mistake is None) for question, mistake, _ in TABLE)
    assert len(TABLE) > 250 and set(counts) == {(question, right) for question in FUNCTIONS for right in (True, False)}
    assert all(counts[question, False] >= 25 for question in FUNCTIONS)


# --- mutants of the worked solutions

SWAPS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.Lt: ast.Gt}
SIBLINGS = {"x1": "x2", "x2": "x1", "w12": "w21", "w21": "w12", "w11": "w22", "u1": "u2", "u2": "u1", "b1": "b2", "z1_out": "z2_out",
            "dL_db1": "dL_db2", "dL_db2": "dL_db1", "vnew": "v", "x": "x0", "dL_dc": "dL_dfout", "mean": "sum", "tanh": "sin", "log": "exp"}


def mutants(source):
    """Programs that differ from `source` in one place."""
    tree = ast.parse(source)
    for n, node in enumerate(ast.walk(tree)):
        changes = []
        if isinstance(node, ast.BinOp):
            changes += [lambda one: setattr(one, "op", SWAPS[type(one.op)]())]
            changes += [lambda one, side=side: one.__dict__.update(ast.UnaryOp(ast.UAdd(), getattr(one, side)).__dict__) or
                        setattr(one, "__class__", ast.UnaryOp) for side in ("left", "right")]
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            changes.append(lambda one: setattr(one, "op", ast.UAdd()))
        elif isinstance(node, ast.Compare):
            changes.append(lambda one: setattr(one, "ops", [SWAPS[type(one.ops[0])]()]))
        elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            changes += [lambda one: setattr(one, "value", one.value * 2), lambda one: setattr(one, "value", one.value + 1)]
        elif isinstance(node, ast.Name) and node.id in SIBLINGS and isinstance(node.ctx, ast.Load):
            changes.append(lambda one: setattr(one, "id", SIBLINGS[one.id]))
        elif isinstance(node, ast.Attribute) and node.attr in SIBLINGS:
            changes.append(lambda one: setattr(one, "attr", SIBLINGS[one.attr]))
        for change in changes:
            other = ast.parse(source)
            change(next(one for m, one in enumerate(ast.walk(other)) if m == n))
            yield ast.unparse(ast.fix_missing_locations(other))


def inputs(question):
    """Arguments that no case of the check uses."""
    draw = np.random.default_rng(3)
    for _ in range(10):
        params, x, y = draw.normal(size=9), draw.normal(size=(4, 2)), draw.integers(0, 2, 4)
        yield {"1.4": (draw.normal(size=2),), "1.5": (5 * draw.normal(size=2), f, f_gradient, int(draw.integers(1, 60)), draw.uniform(0.01, 0.6)),
               "3.1": (params, x), "3.2": (params, x, y), "3.3": (params, x, y),
               "3.4": (lambda p: np.sum(p**3) + p[0] * p[1], draw.normal(size=3), 0.2)}[question]


def answers(question, source):
    """What the functions of a source give for these inputs, or None for one that fails."""
    names = run_cell(source)
    given = []
    with np.errstate(all="ignore"), Guard(seconds=20) as guard:
        for arguments in inputs(question):
            for name in FUNCTIONS[question]:
                run = guard.call(names[name], *arguments)
                if run.error is not None or run.value is None:
                    return None
                given.append(np.array(run.value, dtype=float))
    return given


@pytest.mark.parametrize("question", SOLUTIONS)
def test_every_mutant_that_changes_a_value_is_refused(question, monkeypatch):
    monkeypatch.setattr(cases, "_named", lambda *_: Mistake(None, ""))  # what it is called takes most of the time, and is not asked here
    source, passed, tried = SOLUTIONS[question], [], 0
    right = answers(question, source)
    for mutant in mutants(source):
        given = answers(question, mutant)
        if given is None or all(a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-6, equal_nan=True) for a, b in zip(given, right)):
            continue
        tried += 1
        try:
            correct = judged(question, mutant).correct
        except Exception:
            continue
        if correct is True:
            passed.append(mutant)
    assert not passed, passed
    assert tried > 10


# --- nothing hangs, nothing is changed

ENDLESS = {
    "no call": "i = 0\n    while i < 10: pass",
    "one line": "while True: pass",
    "calls": "while True: np.tanh(x)",
    "a bare except": "while True:\n        try: x = x + 1\n        except: pass",
    "an except that keeps what it caught": "caught = []\n    while True:\n        try: 1 / 0\n        except BaseException as e: caught.append(e)",
    "an inner bare except": "def inner():\n        try:\n            while True: pass\n        except: pass\n    while True: inner()",
    "a for loop": "import itertools\n    for i in itertools.count(): pass",
    "a comprehension": "import itertools\n    [i for i in itertools.count()]",
    "a generator": "import itertools\n    sum(i for i in itertools.count())",
    "recursion": "return value(x)",
    "recursion without limit": "import sys\n    sys.setrecursionlimit(10**6)\n    return value(x)",
    "growing": "grown = []\n    while True: grown.append(x)",
}


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_nothing_hangs(body):
    verdict = judged("1.4", f"def value(x):\n    {body}\ndef value_gradient(x): return x")
    assert (verdict.correct, verdict.mistake) == (False, "endless"), verdict.message
    assert sys.gettrace() is None or "guarded" not in repr(sys.gettrace())


def test_what_changes_in_a_loop_is_asked_for():
    assert "does your loop change i?" in judged("1.4", f"def value(x):\n    {ENDLESS['no call']}\ndef value_gradient(x): return x").message


@pytest.mark.parametrize("body, said", [
    ("return [0] * 10**15", "asks for more memory than there is"),
    ("import sys; sys.exit()", "ends the program: use return, not exit"),
    ("raise SystemExit", "ends the program"),
])
def test_what_ends_the_program_ends_the_function_alone(body, said):
    verdict = judged("1.4", f"def value(x):\n    {body}\ndef value_gradient(x): return x")
    assert verdict.correct is False and said in verdict.message


def test_an_interrupt_is_the_students():
    with pytest.raises(KeyboardInterrupt):
        judged("1.4", "def value(x): raise KeyboardInterrupt\ndef value_gradient(x): return x")


def test_everything_is_as_before():
    pytest.importorskip("matplotlib")
    import matplotlib

    body = """
def value(x):
    import random, sys, warnings, matplotlib, io
    np.seterr(all="raise"); np.random.seed(1); random.seed(1); sys.setrecursionlimit(5000); sys.stdout = io.StringIO()
    warnings.simplefilter("error"); matplotlib.rcParams["font.size"] = 3; np.set_printoptions(precision=1); sys.settrace(None)
    return 0.0
def value_gradient(x): return x"""

    def state():
        return (np.geterr(), np.random.get_state()[1].tolist(), random.getstate(), sys.getrecursionlimit(), sys.stdout, list(warnings.filters),
                matplotlib.rcParams["font.size"], np.get_printoptions(), sys.gettrace())

    before = state()
    assert judged("1.4", body).correct is False
    assert state() == before


def test_what_a_function_prints_is_shown_once_where_it_is_wrong(capsys):
    judged("3.1", SOLUTIONS["3.1"].replace("return f_out", "print('f_out', f_out[0])\n    return f_out + 1"))
    assert capsys.readouterr().out == "f_out 0.5\n"
    assert judged("3.1", SOLUTIONS["3.1"].replace("return f_out", "print('f_out')\n    return f_out"))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("patch", ["np.tanh = np.sin", "network.predict = lambda params, x: np.full(len(x), 0.5)"])
def test_expected_values_stay_where_something_is_replaced(patch, monkeypatch):
    monkeypatch.setattr(np, "tanh", np.tanh), monkeypatch.setattr(network, "predict", network.predict)
    exec(patch, {"np": np, "network": network})
    names = run_cell(SOLUTIONS["3.1"] + "\n\n" + SOLUTIONS["3.2"])
    predict, loss = names["predict"], names["loss"]
    assert not (check("3.1", predict) and check("3.2", loss))


def test_expected_values_are_not_in_the_callers_frames():
    def peeks(params, x):
        frame, seen = sys._getframe(1), []
        while frame is not None:
            for value in [*frame.f_locals.values()]:
                seen += [value, *vars(value).values()] if hasattr(value, "__dict__") and not isinstance(value, type) else [value]
            frame = frame.f_back
        good = network.predict(params, x)
        assert not any(isinstance(value, np.ndarray) and value.shape == good.shape and np.array_equal(value, good) for value in seen)
        return good

    assert check("3.1", peeks).correct is True


def test_the_latest_function_of_a_name_is_found():
    names = run_cell("def value(x): return 1")
    first = names["value"]
    exec("def value(x): return 2", names)
    assert latest(first) is names["value"] and latest(latest) is latest
    assert latest(lambda: 0)() == 0


def test_a_seed_is_told_where_a_random_case_fails():
    wrong = judged("3.2", SOLUTIONS["3.2"].replace("return", "x, y = x[:5], y[:5]\n    f_out = f_out[:5]\n    return"))
    assert wrong.correct is False and "np.random.default_rng(" in wrong.message


def test_the_outputs_of_a_right_answer_hold_no_seed():
    for question, source in SOLUTIONS.items():
        assert "seed" not in str(judged(question, source)) and "rng" not in io.StringIO(str(judged(question, source))).getvalue()
