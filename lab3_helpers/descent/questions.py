"""The questions of exercise 1: on paper the gradient and three steps, in code the function and the optimizer."""

import re
from fractions import Fraction
from functools import cache
from secrets import randbelow

import numpy as np

from lab3_helpers.student_code.cases import Case, Code, Task
from lab3_helpers.descent import mistakes
from lab3_helpers.descent.maths import (
    HESSIAN,
    MINIMUM,
    START,
    eigenvectors,
    f,
    f_gradient,
    formula,
    formula_text,
    gradient_descent,
)
from lab3_helpers.descent.paper import Rates, Steps, three_steps
from lab3_helpers.student_code.differences import in_brackets

# Drawn in every kernel; a case that fails shows it in its call.
_SEED = randbelow(100_000)
_NAMES = {"np": np, "f": f, "f_gradient": f_gradient}
_RANDOM = f"np.random.default_rng({_SEED}).normal(size=2)"


def steps_table(descent, grad):
    """The steps of a descent as the sheet tabulates them: t, x, f(x), gradient, next x.

    Parameters
    ----------
    descent : Descent
    grad : callable
        Takes a point of shape (n,), returns an array of shape (n,).

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
        rows.append((str(t), point(x), rounded(value), point(grad(x)), point(following)))
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("   ".join(f"{cell:<{width}}" for cell, width in zip(row, widths)).rstrip() for row in rows)


# --- 1.4: the function in code


@cache
def _value_and_gradient():
    points = (
        "np.array([-1.5, 0.25])",
        "np.array([6.0, 6.0])",
        "np.array([9.0, 3.0])",
        "np.array([6, 6])",
        "np.array([-2, 5])",
        "np.array([0.5, 7.0])",
        "np.array([-4.0, -3.5])",
        "np.array([100.0, -50.0])",
        f"10 * {_RANDOM}",
    )  # at the sheet's, swapped looks like reversed
    cases = tuple(Case((point,)) for point in points)
    known = "the first points"
    return (
        Task("value", ("x",), cases, f, _NAMES, mistakes.VALUE_SLIPS, look=mistakes.look_at_formula, known=known),
        Task(
            "value_gradient",
            ("x",),
            cases,
            f_gradient,
            _NAMES,
            mistakes.GRADIENT_SLIPS,
            ("df/dx1", "df/dx2"),
            look=mistakes.look_at_formula,
            known=known,
        ),
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


@cache
def _optimizer():
    course = ("f", "f_gradient")
    valley = (
        "lambda x: (x[0] - 1) ** 2 + 10 * (x[1] + 2) ** 2",
        "lambda x: np.array([2 * (x[0] - 1), 20 * (x[1] + 2)])",
    )
    line = ("lambda x: (x[0] - 2) ** 2", "lambda x: np.array([2 * (x[0] - 2)])")
    bowls = [
        (
            " + ".join(f"{n + 1} * x[{n}] ** 2" for n in range(size)),
            ", ".join(f"{2 * (n + 1)} * x[{n}]" for n in range(size)),
        )
        for size in (3, 4)
    ]
    three, four = ((f"lambda x: {value}", f"lambda x: np.array([{slopes}])") for value, slopes in bowls)
    problems = (
        ("np.array([6.0, 6.0])", course, 10, 0.1, ""),
        ("np.array([0.0, 1.0])", course, 1, 0.25, ""),
        (
            "[6, 6]",
            course,
            10,
            0.1,
            "with an array it is right, but not with a list: begin with x = np.array(x0, dtype=float)",
        ),
        ("np.array([3, 1])", course, 7, 0.03, "here the start is an array of whole numbers"),
        ("np.array([0.25, -3.5])", course, 7, 0.03, ""),
        ("np.array([1.5, -2.0])", course, 150, 0.05, "here the early stop is to act"),
        ("np.array([10.0, -2.0])", course, 100, 0.2, "here the early stop is to act"),
        ("np.array([6.0, 6.0])", course, 50, 0.7, "here the value rises, and the early stop is to act at once"),
        ("np.array([60.0, -40.5])", course, 320, 0.003, "here 320 updates are to be made"),
        (f"10 * {_RANDOM}", course, 30, 0.2, "here the start is random"),
        ("np.array([3.0, 1.0])", valley, 40, 0.02, "here the function is another one"),
        ("np.array([3.0, -1.99])", valley, 40, 0.101, "here the value falls first and rises later"),
        ("np.array([-1.5])", line, 4, 0.2, "here the point has one coordinate"),
        ("np.array([1.0, -1.0, 2.0])", three, 5, 0.1, "here the point has three coordinates"),
        ("np.array([1.0, -1.0, 2.0, 0.5])", four, 6, 0.05, "here the point has four coordinates"),
    )
    return (
        Task(
            "gradient_descent_optimizer",
            ("x0", "func", "grad", "max_steps", "alpha"),
            tuple(
                Case((x0, *functions, str(max_steps), str(alpha)), topic)
                for x0, functions, max_steps, alpha, topic in problems
            ),
            lambda *arguments: gradient_descent(*arguments).x,
            _NAMES,
            mistakes.OPTIMIZER_SLIPS,
            look=mistakes.look_at_path,
            objection=mistakes.object_to_path,
            known="the first start",
        ),
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

QUESTIONS = {
    "1.1": formula,  # its gradient is asked for, a formula: the door hands it to exercise 2, which reads formulas
    "1.2": Steps(
        "1.2",
        (
            f"At {in_brackets(START)} the gradient is {in_brackets(f_gradient(START))}. Half of it, subtracted from "
            f"{in_brackets(START)}, gives the first next point.",
        ),
        steps_table(three_steps(), f_gradient),
    ),
    "1.3": Rates(
        "1.3",
        (
            "The Hessian times (1, 1) is a multiple of (1, 1), and so with (1, -1). One step multiplies the errors "
            "by 1 - alpha times these eigenvalues: for equally long bars the two factors are opposite numbers, for an "
            "endless bounce the steep one is -1.",
        ),
        _rates_in_words(),
    ),
    "1.4": Code(
        "1.4",
        (
            "Write the formula of 1.1 with x[0] and x[1]. "
            "The gradient is np.array([..., ...]) with your two partial derivatives.",
        ),
        _functions_in_code(),
        ("value", "value_gradient"),
        _value_and_gradient,
    ),
    "1.5": Code(
        "1.5",
        (
            "Keep three things: x, its value v, and a loop for step in range(max_steps). In the loop compute the new "
            "point, then its value vnew; remember the new point before you decide whether to stop.",
        ),
        OPTIMIZER,
        ("gradient_descent_optimizer",),
        _optimizer,
    ),
}
