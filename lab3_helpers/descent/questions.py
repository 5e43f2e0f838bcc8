"""The questions of exercise 1: on paper the gradient and three steps, in code the function and the optimizer."""

import re
from fractions import Fraction
from secrets import randbelow

import numpy as np

from lab3_helpers.descent import mistakes
from lab3_helpers.descent.maths import (HESSIAN, MINIMUM, START, eigenvectors, f, f_gradient, formula, formula_text,
                                        gradient_descent)
from lab3_helpers.descent.paper import Rates, Steps, three_steps
from lab3_helpers.student_code.cases import Case, Code, Task
from lab3_helpers.student_code.differences import in_brackets

# Drawn in every kernel; a case that fails shows it in its call.
_SEED = randbelow(100_000)
_NAMES = {"np": np, "f": f, "f_gradient": f_gradient}
_RANDOM = f"np.random.default_rng({_SEED}).normal(size=2)"


def steps_table(descent):
    """The steps of a descent on `f` as the sheet tabulates them: t, x, f(x), gradient, next x.

    Parameters
    ----------
    descent : Descent

    Returns
    -------
    str
        One line for each step, under a line of headings.
    """

    def rounded(number):
        return f"{round(float(number), 9) + 0.0:.7g}"  # + 0.0 turns -0 into 0

    def point(x):
        return f"({', '.join(map(rounded, x))})"

    rows = [("t", "x", "f(x)", "gradient", "next x")]
    for t, (x, value, following) in enumerate(zip(descent.path, descent.values, descent.path[1:]), 1):
        rows.append((str(t), point(x), rounded(value), point(f_gradient(x)), point(following)))
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("   ".join(f"{cell:<{width}}" for cell, width in zip(row, widths)).rstrip() for row in rows)


# --- 1.4: the function in code

# At the sheet's point, swapped looks like reversed: others come first.
_POINTS = ("[-1.5, 0.25]", "[6.0, 6.0]", "[9.0, 3.0]", "[6, 6]", "[-2, 5]", "[0.5, 7.0]", "[-4.0, -3.5]",
           "[100.0, -50.0]")
_FORMULA_CASES = *(Case((f"np.array({point})",)) for point in _POINTS), Case((f"10 * {_RANDOM}",))
_VALUE, _VALUE_GRADIENT = (
    Task(name, ("x",), _FORMULA_CASES, truth, _NAMES, slips, "the first points", components=components,
         look=mistakes.look_at_formula)
    for name, truth, slips, components in (
        ("value", f, mistakes.VALUE_SLIPS, ()),
        ("value_gradient", f_gradient, mistakes.GRADIENT_SLIPS, ("df/dx1", "df/dx2")))
)


def _functions_in_code():
    """The functions of 1.4 as a student may write them."""
    slopes = [_linear(row, -row @ MINIMUM) for row in HESSIAN]
    return f"""\
def value(x):
    return {re.sub("x([12])", lambda name: f"x[{int(name[1]) - 1}]", formula_text())}


def value_gradient(x):
    return np.array([{", ".join(slopes)}])"""


def _linear(weights, constant):
    """A linear function in code, positive terms first: ``2 * x[0] - x[1] - 12``."""
    terms = [(weight, f" * x[{i}]") for i, weight in enumerate(weights)] + [(constant, "")]
    terms = sorted((term for term in terms if term[0]), key=lambda term: term[0] < 0)
    text = "".join(f" {'-' if weight < 0 else '+'} {abs(weight):g}{name}" for weight, name in terms)
    return re.sub(r"\b1 \* ", "", text).removeprefix(" + ")


# --- 1.5: the optimizer

OPTIMIZER = """\
def gradient_descent_optimizer(x0, func, grad, max_steps, alpha):
    x = np.array(x0, dtype=float)
    v = func(x)
    for step in range(max_steps):
        x = x - alpha * grad(x)
        vnew = func(x)
        if v - vnew < 1e-4:
            break
        v = vnew
    return x"""

_COURSE = ("f", "f_gradient")
_VALLEY = ("lambda x: (x[0] - 1) ** 2 + 10 * (x[1] + 2) ** 2",
           "lambda x: np.array([2 * (x[0] - 1), 20 * (x[1] + 2)])")
_LINE = ("lambda x: (x[0] - 2) ** 2", "lambda x: np.array([2 * (x[0] - 2)])")


def _bowl(size):
    """A function of so many coordinates and its gradient, as sources."""
    value = " + ".join(f"{n + 1} * x[{n}] ** 2" for n in range(size))
    slopes = ", ".join(f"{2 * (n + 1)} * x[{n}]" for n in range(size))
    return f"lambda x: {value}", f"lambda x: np.array([{slopes}])"


_OPTIMIZER = Task(
    "gradient_descent_optimizer",
    ("x0", "func", "grad", "max_steps", "alpha"),
    tuple(Case((x0, *functions, str(max_steps), str(alpha)), *topic) for x0, functions, max_steps, alpha, *topic in (
        ("np.array([6.0, 6.0])", _COURSE, 10, 0.1),
        ("np.array([0.0, 1.0])", _COURSE, 1, 0.25),
        ("[6, 6]", _COURSE, 10, 0.1,
         "with an array it is right, but not with a list: begin with x = np.array(x0, dtype=float)"),
        ("np.array([3, 1])", _COURSE, 7, 0.03, "here the start is an array of whole numbers"),
        ("np.array([0.25, -3.5])", _COURSE, 7, 0.03),
        ("np.array([1.5, -2.0])", _COURSE, 150, 0.05, "here the early stop is to act"),
        ("np.array([10.0, -2.0])", _COURSE, 100, 0.2, "here the early stop is to act"),
        ("np.array([6.0, 6.0])", _COURSE, 50, 0.7, "here the value rises, and the early stop is to act at once"),
        ("np.array([60.0, -40.5])", _COURSE, 320, 0.003, "here 320 updates are to be made"),
        (f"10 * {_RANDOM}", _COURSE, 30, 0.2, "here the start is random"),
        ("np.array([3.0, 1.0])", _VALLEY, 40, 0.02, "here the function is another one"),
        ("np.array([3.0, -1.99])", _VALLEY, 40, 0.101, "here the value falls first and rises later"),
        ("np.array([-1.5])", _LINE, 4, 0.2, "here the point has one coordinate"),
        ("np.array([1.0, -1.0, 2.0])", _bowl(3), 5, 0.1, "here the point has three coordinates"),
        ("np.array([1.0, -1.0, 2.0, 0.5])", _bowl(4), 6, 0.05, "here the point has four coordinates"),
    )),
    lambda *arguments: gradient_descent(*arguments).x,
    _NAMES,
    mistakes.OPTIMIZER_SLIPS,
    "the first start",
    look=mistakes.look_at_path,
    objection=mistakes.object_to_path,
)


def _rates_in_words():
    """The solution of 1.3."""
    gentle, steep = eigenvectors()[0]
    equal, bounce = (Fraction(2 / total).limit_denominator(99) for total in (gentle + steep, steep))
    return f"""\
eigenvalues   {gentle:g}, of (1, 1), and {steep:g}, of (1, -1)
equal bars    1 - {gentle:g} alpha = -(1 - {steep:g} alpha), so alpha = 2/({gentle:g} + {steep:g}) = {equal}
bounce        1 - {steep:g} alpha = -1, so alpha = {bounce}

check("1.3", [{gentle:g}, {steep:g}], {equal}, {bounce})"""


# What a student can do after this notebook, with the questions that show it.
GOALS = {
    "compute a gradient on paper and have it checked": ("1.1", "1.2"),
    "say what a learning rate will do before you run it": ("1.3",),
    "write gradient descent with an early stop, and know when that stop misleads": ("1.4", "1.5"),
}

_ALL = (
    Steps("1.2", f"At {in_brackets(START)} the gradient is {in_brackets(f_gradient(START))}. Half of it, subtracted "
                 f"from {in_brackets(START)}, gives the first next point.", steps_table(three_steps())),
    Rates("1.3", "The Hessian times (1, 1) is a multiple of (1, 1), and so with (1, -1). One step multiplies the "
                 "errors by 1 - alpha times these eigenvalues: for equally long bars the two factors are opposite "
                 "numbers, for an endless bounce the steep one is -1.", _rates_in_words()),
    Code("1.4", "Write the formula of 1.1 with x[0] and x[1]. "
                "The gradient is np.array([..., ...]) with your two partial derivatives.",
         _functions_in_code(), (_VALUE, _VALUE_GRADIENT)),
    Code("1.5", "Keep three things: x, its value v, and a loop for step in range(max_steps). In the loop compute the "
                "new point, then its value vnew; remember the new point before you decide whether to stop.",
         OPTIMIZER, (_OPTIMIZER,)),
)
# The gradient of 1.1 is a formula: the door hands it to exercise 2, which reads formulas.
QUESTIONS = {"1.1": formula} | {asked.id: asked for asked in _ALL}
