"""The questions of exercise 1: on paper the gradient and three steps, in code the function and the optimizer."""

import re
from dataclasses import dataclass

import numpy as np

from lab3_helpers.arguments import numeric_array, shown
from lab3_helpers.cases import TOLERANCE, Case, Code, Question, in_brackets, is_blank
from lab3_helpers.descent.maths import HESSIAN, MINIMUM, START, f, f_gradient, formula, formula_text, gradient_descent
from lab3_helpers.verdict import Mistake, Verdict

STEP_SIZES = {"1/2": 1 / 2, "1/3": 1 / 3, "1/4": 1 / 4}


@dataclass(frozen=True)
class Steps(Question):
    """Question 1.2: the points that three steps on paper lead to."""

    def judge(self, things, _frame):
        """The verdict on a list of points; its brackets may be missing, and ``...`` stands for a blank."""
        def says(correct, message, mistake=None):
            return Verdict(self.id, correct, message, mistake)

        path = _three_steps().path
        points = things[0] if len(things) == 1 else things
        if points is ...:
            return says(None, "The point after step 1 is still blank.")
        is_list = isinstance(points, list | tuple) or (isinstance(points, np.ndarray) and points.ndim > 0)
        if not is_list or len(points) != len(STEP_SIZES):
            return says(None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], "
                              f"but {shown(points)} came.")
        for step, (given, size, start, target) in enumerate(zip(points, STEP_SIZES, path, path[1:]), 1):
            if is_blank(given):
                return says(None, f"The point after step {step} is still blank.")
            try:
                point = numeric_array("the point", given)
            except (TypeError, ValueError):
                point = np.empty(0)
            if point.shape != (2,):
                return says(None, f"The point after step {step} should be two numbers (x1, x2), but {shown(given)} came.")
            if not np.allclose(point, target, rtol=0, atol=1e-3):
                slip = next((mistake for mistake, value in _slips_of_a_step(start, target)
                             if np.allclose(point, value, atol=1e-3)), Mistake(None, ""))
                where = f"Step {step} from {in_brackets(start)} with step size {size} does not lead to {in_brackets(point)}."
                return says(False, f"{where} {slip.sentence}".rstrip(), slip.name)
        return says(True, "All three points agree.")


def _three_steps():
    return gradient_descent(START, f, f_gradient, len(STEP_SIZES), list(STEP_SIZES.values()), tol=None)


def _slips_of_a_step(start, target):
    return (
        (Mistake("uphill", "You went uphill: subtract the gradient."), 2 * start - target),
        (Mistake("index_swap", "The two coordinates are swapped."), target[::-1]),
        (Mistake("not_moved", "That is the point before the step; the next one is asked for."), start),
        (Mistake("gradient_for_point", "That is the gradient; subtract the step size times it from the point."), f_gradient(start)),
    )


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

def _value_and_gradient():
    values, gradients = [], []
    for point in ((-1.5, 0.25), START, (9.0, 3.0)):  # at the sheet's points, swapped looks like reversed
        x = np.array(point)
        value, gradient, mixed = f(x), f_gradient(x), HESSIAN[0, 1] * x[0] * x[1]
        product = Mistake("term_sign", "the product x1 x2 is subtracted, not added" if HESSIAN[0, 1] < 0
                          else "the product x1 x2 is added, not subtracted")
        values.append(Case((x,), f"The value at {in_brackets(x)}", value, ((product, value - 2 * mixed),)))
        gradients.append(Case((x,), f"The gradient at {in_brackets(x)}", gradient, (
            (Mistake("index_swap", "the two components are swapped"), gradient[::-1]),
            (Mistake("sign", "the sign is reversed"), -gradient),
        ), ("df/dx1", "df/dx2")))
    return values, gradients


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


def _optimizer():
    def valley(x):
        return (x[0] - 1) ** 2 + 10 * (x[1] + 2) ** 2

    def valley_gradient(x):
        return np.array([2 * (x[0] - 1), 20 * (x[1] + 2)])

    def bowl(x):  # of any number of coordinates, as is a student's wrong point
        return sum(weight * coordinate**2 for weight, coordinate in enumerate(x, 1))

    def bowl_gradient(x):
        return np.array([2 * weight * coordinate for weight, coordinate in enumerate(x, 1)])

    problems = [
        ("f", START, f, f_gradient, 10, 0.1),
        ("f", (0.0, 1.0), f, f_gradient, 1, 0.25),
        ("(x1 - 1)^2 + 10 (x2 + 2)^2", (3.0, 1.0), valley, valley_gradient, 7, 0.03),
        ("x1^2 + 2 x2^2 + 3 x3^2", (1.0, -1.0, 2.0), bowl, bowl_gradient, 5, 0.1),
        ("(x1 - 1)^2 + 10 (x2 + 2)^2, early stop", (3.0, 1.0), valley, valley_gradient, 1000, 0.01),
        ("f, where the value rises", START, f, f_gradient, 50, 0.7),
    ]
    return ([
        Case((np.array(x0), func, grad, max_steps, alpha),
             f"{name}: from {in_brackets(x0)}, max_steps = {max_steps}, alpha = {alpha}",
             gradient_descent(x0, func, grad, max_steps, alpha).x,
             _slips_of_the_optimizer(np.array(x0), func, grad, max_steps, alpha))
        for name, x0, func, grad, max_steps, alpha in problems
    ],)


def _slips_of_the_optimizer(x0, func, grad, max_steps, alpha):
    run = gradient_descent(x0, func, grad, max_steps, alpha)
    free = gradient_descent(x0, func, grad, max_steps + 1, alpha, tol=None).path
    slips = (
        (Mistake("no_early_stop", "the early stop never acts; stop when v - vnew < 1e-4, without abs, "
                                  "and set v = vnew before the next step"), free[max_steps]),
        (Mistake("too_few_steps", "that is one step too few: is the last update made, and is the point after it returned?"),
         run.path[-2]),
        (Mistake("too_many_steps", "that is one step too many"), free[run.steps + 1]),
        (Mistake("uphill", "you went uphill; subtract the gradient"),
         gradient_descent(x0, func, lambda x: -grad(x), max_steps, alpha).x),
    )
    return tuple(slip for slip in slips if not np.allclose(slip[1], run.x, rtol=TOLERANCE, atol=TOLERANCE))


QUESTIONS = {
    "1.1": formula,  # its gradient is asked for, a formula: the door hands it to exercise 2, which reads formulas
    "1.2": Steps(
        "1.2",
        (f"At {in_brackets(START)} the gradient is {in_brackets(f_gradient(START))}. Half of it, subtracted from "
         f"{in_brackets(START)}, gives the first next point.",),
        steps_table(_three_steps(), f_gradient),
    ),
    "1.4": Code(
        "1.4",
        ("Write the formula of 1.1 with x[0] and x[1]. The gradient is np.array([..., ...]) with your two partial derivatives.",),
        _functions_in_code(),
        ("value", "value_gradient"),
        _value_and_gradient,
    ),
    "1.5": Code(
        "1.5",
        ("Keep three things: x, its value v, and a loop for step in range(max_steps). In the loop compute the new point, then "
         "its value vnew; remember the new point before you decide whether to stop.",),
        OPTIMIZER,
        ("gradient_descent_optimizer",),
        _optimizer,
    ),
}
