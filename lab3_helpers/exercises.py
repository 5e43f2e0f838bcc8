"""Exercises 1 and 3: judges a student's numbers and a student's functions, case by case.

The first case that fails is named with its input, what was expected and what came. A known slip (a sum for a mean,
no early stop) is recognised because its result is computed as well.
"""

from dataclasses import dataclass, field

import numpy as np

from lab3_helpers import descent, network
from lab3_helpers.arguments import numeric_array, shown
from lab3_helpers.verdict import Verdict

TOLERANCE = 1e-8


@dataclass(frozen=True)
class Case:
    """One call of a student's function.

    Attributes
    ----------
    arguments : tuple
        What the function is called with; arrays are handed over as copies.
    says : str
        The call in words.
    expected : numpy.ndarray or float
    slips : dict of str to numpy.ndarray or float
        What a known mistake would return here, by the sentence that names it.
    components : tuple of str
        Names of the components of `expected`, where they have names.
    """

    arguments: tuple
    says: str
    expected: object
    slips: dict = field(default_factory=dict)
    components: tuple = ()


def check_numbers(question, numbers, *more):
    """Judge numbers worked out on paper.

    Parameters
    ----------
    question : str
        "1.2": the three next points, ``[(x1, x2), (x1, x2), (x1, x2)]``.
    numbers : list
        The numbers, in the order asked for; ``...`` stands for a blank.
    *more
        Points that belong into the list, where its brackets were forgotten.

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        If `question` is not one that asks for numbers.
    """
    if not isinstance(question, str) or question != "1.2":
        raise ValueError(f"check_numbers knows the question '1.2', but {shown(question)} came.")
    rates = [1 / 2, 1 / 3, 1 / 4]
    expected = descent.gradient_descent((6, 6), descent.f, descent.f_gradient, 3, rates, tol=None).path
    if more:
        numbers = [numbers, *more]
    if numbers is ...:
        return Verdict(question, None, "The point after step 1 is still blank.")
    is_list = isinstance(numbers, list | tuple) or (isinstance(numbers, np.ndarray) and numbers.ndim > 0)
    if not is_list or len(numbers) != 3:
        return Verdict(question, None, f"A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but {shown(numbers)} came.")
    for step, (row, target, start) in enumerate(zip(numbers, expected[1:], expected), 1):
        if _blank(row):
            return Verdict(question, None, f"The point after step {step} is still blank.")
        try:
            point = numeric_array("the point", row)
        except (TypeError, ValueError):
            point = np.empty(0)
        if point.shape != (2,):
            return Verdict(question, None, f"The point after step {step} should be two numbers (x1, x2), but {shown(row)} came.")
        if not np.allclose(point, target, rtol=0, atol=1e-3):
            slips = {
                "You went uphill: subtract the gradient.": 2 * start - target,
                "The two coordinates are swapped.": target[::-1],
                "That is the point before the step; the next one is asked for.": start,
                "That is the gradient; subtract the step size times it from the point.": descent.f_gradient(start),
            }
            slip = next((f" {says}" for says, value in slips.items() if np.allclose(point, value, atol=1e-3)), "")
            return Verdict(
                question,
                False,
                f"Step {step} from {_point(start)} with step size 1/{step + 1} does not lead to {_point(point)}.{slip}",
            )
    return Verdict(question, True, "All three points agree.")


def check_code(question, *functions):
    """Judge functions that a student wrote.

    Parameters
    ----------
    question : str
        "1.4" (the value and the gradient), "1.5" (the optimizer), "3.1" (predict), "3.2" (loss), "3.3" (gradient),
        "3.4" (the central difference).
    *functions : callable
        The student's functions, in the order of the question.

    Returns
    -------
    Verdict
        The first case that fails is named. An exception raised inside a student's function is the student's own and
        passes through.

    Raises
    ------
    ValueError
        If `question` is unknown or another number of functions is asked for.
    """
    __tracebackhide__ = True
    cases = {"1.4": _value_and_gradient, "1.5": _optimizer, "3.1": _predict, "3.2": _loss, "3.3": _gradient,
             "3.4": _central_difference}
    if not isinstance(question, str) or question not in cases:
        raise ValueError(f"check_code knows the questions {', '.join(cases)}, but {shown(question)} came.")
    suites = cases[question]()
    if len(functions) != len(suites):
        raise ValueError(f"Question {question} asks for {len(suites)} function(s), but {len(functions)} came.")
    for function, suite in zip(functions, suites):
        if not callable(function):
            return Verdict(question, None, f"A function is asked for, but {shown(function)} came.")
        for case in suite:
            verdict = _judge(question, function, case)
            if verdict is not None:
                return verdict
    count = sum(len(suite) for suite in suites)
    return Verdict(question, True, f"Your code agrees in all {count} cases, among them some that this notebook does not show.")


def _judge(question, function, case):
    """None if `function` passes `case`, else the verdict."""
    __tracebackhide__ = True
    name = getattr(function, "__name__", "the function")
    arguments = tuple(np.array(a) if isinstance(a, np.ndarray) else a for a in case.arguments)
    try:
        result = function(*arguments)
    except TypeError as error:
        # Arithmetic with a blank and our own call are ours to explain; every other exception stays the student's own.
        if "ellipsis" in str(error).lower():
            return Verdict(question, None, f"{name} is not written yet: {_first_blank(error, function)} is still blank (...).")
        if error.__traceback__.tb_next is not None:
            raise
        count = f"{len(arguments)} argument{'s' * (len(arguments) != 1)}"
        return Verdict(question, False, f"{name} must take {count}, as in the cell that was handed out: {error}.")
    if _blank(result):
        why = "returns nothing: it is not written yet, or its return is missing"
        return Verdict(question, None, f"{name} {why if result is None else 'is not written yet: it returns a blank (...)'}.")
    if any(isinstance(a, np.ndarray) and not np.array_equal(a, b) for a, b in zip(arguments, case.arguments)):
        return Verdict(
            question, False, f"{name} changes the array it was given: compute a new one, as in x = x - ... (x -= ... and x[0] = ... work in place)."
        )
    expected = np.asarray(case.expected)
    try:
        got = numeric_array("the result", result)
    except (TypeError, ValueError):
        return Verdict(question, False, f"{case.says}: numbers are expected, but {shown(result)} came.")
    if got.shape != expected.shape:
        return Verdict(question, False, f"{case.says}: expected {_described(expected)}, but {_described(got)} came.")
    wrong = ~np.isclose(got, expected, rtol=TOLERANCE, atol=TOLERANCE)
    if not wrong.any():
        return None
    for slip, value in case.slips.items():
        if np.allclose(got, value, rtol=TOLERANCE, atol=TOLERANCE):
            return Verdict(question, False, f"{case.says}: {slip}{'' if slip.endswith('?') else '.'}")
    off = np.abs(got - expected).max()
    if off < 1e-6:
        return Verdict(question, False, f"{case.says}: the result is off by {off:.0e}; is something rounded, or a guard too large?")
    if case.components:
        first = int(wrong.argmax())
        return Verdict(
            question,
            False,
            f"{case.says}: {case.components[first]} should be {expected[first]:.7g}, but {got[first]:.7g} came.",
        )
    return Verdict(question, False, f"{case.says}: expected {_point(expected)}, but {_point(got)} came.")


def _blank(value):
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
    if value is None or value is ...:
        return True
    return isinstance(value, (list, tuple)) and any(_blank(part) for part in value)


def _first_blank(error, function):
    """Name of the first variable that is still ``...`` in the frame of `function` that raised `error`."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is getattr(function, "__code__", None):
            for name, value in trace.tb_frame.f_locals.items():
                if value is ...:
                    return name
        trace = trace.tb_next
    return "a value"


def _point(values):
    values = np.asarray(values)
    if values.ndim == 0:
        return f"{values:.7g}"
    return "(" + ", ".join(_point(v) for v in values) + ")"


def _described(values):
    if values.ndim == 0:
        return f"one number, {values:.7g}"
    return f"an array of shape {values.shape}"


def _value_and_gradient():
    values, gradients = [], []
    for point in ((-1.5, 0.25), (6.0, 6.0), (9.0, 3.0)):  # at the sheet's points, swapped looks like reversed
        x = np.array(point)
        x1, x2 = x
        value, (g1, g2) = descent.f(x), descent.f_gradient(x)
        values.append(
            Case((x,), f"The value at {_point(x)}", value, {"the product x1 x2 is subtracted, not added": value + 2 * x1 * x2})
        )
        gradients.append(
            Case(
                (x,),
                f"The gradient at {_point(x)}",
                np.array([g1, g2]),
                {
                    "the two components are swapped": np.array([g2, g1]),
                    "the sign is reversed": np.array([-g1, -g2]),
                },
                ("df/dx1", "df/dx2"),
            )
        )
    return values, gradients


def _optimizer():
    def valley(x):
        return (x[0] - 1) ** 2 + 10 * (x[1] + 2) ** 2

    def valley_gradient(x):
        return np.array([2 * (x[0] - 1), 20 * (x[1] + 2)])

    def bowl(x):  # of any number of coordinates, as is a student's wrong point
        return sum(weight * coordinate**2 for weight, coordinate in enumerate(x, 1))

    def bowl_gradient(x):
        return np.array([2 * weight * coordinate for weight, coordinate in enumerate(x, 1)])

    f, f_gradient = descent.f, descent.f_gradient
    problems = [
        ("f", (6.0, 6.0), f, f_gradient, 10, 0.1),
        ("f", (0.0, 1.0), f, f_gradient, 1, 0.25),
        ("(x1 - 1)^2 + 10 (x2 + 2)^2", (3.0, 1.0), valley, valley_gradient, 7, 0.03),
        ("x1^2 + 2 x2^2 + 3 x3^2", (1.0, -1.0, 2.0), bowl, bowl_gradient, 5, 0.1),
        ("(x1 - 1)^2 + 10 (x2 + 2)^2, early stop", (3.0, 1.0), valley, valley_gradient, 1000, 0.01),
        ("f, where the value rises", (6.0, 6.0), f, f_gradient, 50, 0.7),
    ]
    return (
        [
            Case(
                (np.array(x0), func, grad, max_steps, alpha),
                f"{name}: from {_point(x0)}, max_steps = {max_steps}, alpha = {alpha}",
                descent.gradient_descent(x0, func, grad, max_steps, alpha).x,
                _optimizer_slips(np.array(x0), func, grad, max_steps, alpha),
            )
            for name, x0, func, grad, max_steps, alpha in problems
        ],
    )


def _optimizer_slips(x0, func, grad, max_steps, alpha):
    run = descent.gradient_descent(x0, func, grad, max_steps, alpha)
    free = descent.gradient_descent(x0, func, grad, max_steps + 1, alpha, tol=None).path
    slips = {
        "the early stop never acts; stop when v - vnew < 1e-4, without abs, and set v = vnew before the next step": free[max_steps],
        "that is one step too few: is the last update made, and is the point after it returned?": run.path[-2],
        "that is one step too many": free[run.steps + 1],
        "you went uphill; subtract the gradient": descent.gradient_descent(x0, func, lambda x: -grad(x), max_steps, alpha).x,
    }
    return {says: value for says, value in slips.items() if not np.allclose(value, run.x, rtol=TOLERANCE, atol=TOLERANCE)}


_OTHER_POINTS = np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5]])
_OTHER_LABELS = np.array([1.0, 0.0, 1.0])


def _network_inputs():
    """The sheet's example, then a random network on the five points, then another on points not seen before."""
    sheet, _ = network.sheet_run()
    one, two = network.random_parameters(2, seed=20)
    return [
        ("with the sheet's parameters", sheet, network.X, network.Y),
        ("with random parameters", one, network.X, network.Y),
        ("with random parameters on three other points", two, _OTHER_POINTS, _OTHER_LABELS),
    ]


def _predict():
    return (
        [
            Case((params, x), f"predict {says}", network.predict(params, x))
            for says, params, x, _ in _network_inputs()
        ],
    )


def _loss():
    cases = []
    for says, params, x, y in _network_inputs():
        value = network.loss(params, x, y)
        cases.append(Case((params, x, y), f"loss {says}", value, _mean_slips(value, len(y))))
    return (cases,)


def _mean_slips(value, points):
    slips = {"that is the sum over the points, not the mean": value * points, "the sign is reversed": -value}
    if points != len(network.Y):
        slips["divide by the number of points, not by 5"] = value * points / len(network.Y)
    return slips


def _gradient():
    cases = []
    for says, params, x, y in _network_inputs():
        value = network.gradient(params, x, y)
        slips = _mean_slips(value, len(y)) | {"w12 and w21 are swapped": value[[0, 1, 2, 4, 3, 5, 6, 7, 8]]}
        cases.append(Case((params, x, y), f"gradient {says}", value, slips, tuple(f"dL/d{p}" for p in network.PARAMETER_NAMES)))
    return (cases,)


def _central_difference():
    def cubic(p):
        return p[0] ** 3 + p[0] * p[1]

    # With so large a step a difference to one side only is another number.
    problems = [("p1^3 + p1 p2 at (2, -1)", cubic, np.array([2.0, -1.0]), 0.1),
                ("the loss at the sheet's parameters", network.loss, network.sheet_run()[0], 1e-5)]
    return ([Case((func, params, eps), f"{says}, eps = {eps:g}",
                  *_central_difference_and_slips(func, params, eps), tuple(f"slope {i + 1}" for i in range(len(params))))
             for says, func, params, eps in problems],)


def _central_difference_and_slips(func, params, eps):
    steps = eps * np.eye(len(params))
    up, down = (np.array([func(params + sign * step) for step in steps]) for sign in (1, -1))
    rise = up - down
    slips = {
        "the step goes to one side only; change the parameter both ways": (up - func(params)) / eps,
        "divide by 2 eps, the whole distance between the two points": rise / eps,
        "/ 2 * eps multiplies by eps; write / (2 * eps)": rise / 2 * eps,
        "the sign is reversed": -rise / (2 * eps),
        "change one parameter at a time, not all at once":
            np.full(len(params), (func(params + eps) - func(params - eps)) / (2 * eps)),
    }
    return rise / (2 * eps), slips
