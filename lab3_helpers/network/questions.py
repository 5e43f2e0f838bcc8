"""The questions of exercise 3: the forward pass, the loss, back-propagation and its check, in code."""

import numpy as np

from lab3_helpers.cases import Case, Code
from lab3_helpers.network.maths import PARAMETER_NAMES, X, Y, gradient, loss, predict, random_parameters, sheet_run
from lab3_helpers.verdict import Mistake

_OTHER_POINTS = np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5]])
_OTHER_LABELS = np.array([1.0, 0.0, 1.0])


def _inputs():
    """The sheet's example, then a random network on the five points, then another on points not seen before."""
    sheet, _ = sheet_run()
    one, two = random_parameters(2, seed=20)
    return [
        ("with the sheet's parameters", sheet, X, Y),
        ("with random parameters", one, X, Y),
        ("with random parameters on three other points", two, _OTHER_POINTS, _OTHER_LABELS),
    ]


def _predict():
    return ([Case((params, x), f"predict {says}", predict(params, x)) for says, params, x, _ in _inputs()],)


def _loss():
    cases = []
    for says, params, x, y in _inputs():
        value = loss(params, x, y)
        cases.append(Case((params, x, y), f"loss {says}", value, _slips_of_a_mean(value, len(y))))
    return (cases,)


def _gradient():
    swapped = [PARAMETER_NAMES.index({"w12": "w21", "w21": "w12"}.get(name, name)) for name in PARAMETER_NAMES]
    cases = []
    for says, params, x, y in _inputs():
        value = gradient(params, x, y)
        slips = *_slips_of_a_mean(value, len(y)), (Mistake("index_swap", "w12 and w21 are swapped"), value[swapped])
        cases.append(Case((params, x, y), f"gradient {says}", value, slips, tuple(f"dL/d{name}" for name in PARAMETER_NAMES)))
    return (cases,)


def _slips_of_a_mean(value, points):
    slips = ((Mistake("sum_for_mean", "that is the sum over the points, not the mean"), value * points),
             (Mistake("sign", "the sign is reversed"), -value))
    if points == len(Y):
        return slips
    return *slips, (Mistake("fixed_count", f"divide by the number of points, not by {len(Y)}"), value * points / len(Y))


def _central_difference():
    def cubic(p):
        return p[0] ** 3 + p[0] * p[1]

    # With so large a step a difference to one side only is another number.
    problems = [("p1^3 + p1 p2 at (2, -1)", cubic, np.array([2.0, -1.0]), 0.1),
                ("the loss at the sheet's parameters", loss, sheet_run()[0], 1e-5)]
    return ([Case((func, params, eps), f"{says}, eps = {eps:g}", *_difference_and_slips(func, params, eps),
                  tuple(f"slope {i + 1}" for i in range(len(params))))
             for says, func, params, eps in problems],)


def _difference_and_slips(func, params, eps):
    steps = eps * np.eye(len(params))
    up, down = (np.array([func(params + sign * step) for step in steps]) for sign in (1, -1))
    rise, together = up - down, func(params + eps) - func(params - eps)
    return rise / (2 * eps), (
        (Mistake("one_sided", "the step goes to one side only; change the parameter both ways"), (up - func(params)) / eps),
        (Mistake("half_divisor", "divide by 2 eps, the whole distance between the two points"), rise / eps),
        (Mistake("division_order", "/ 2 * eps multiplies by eps; write / (2 * eps)"), rise / 2 * eps),
        (Mistake("sign", "the sign is reversed"), -rise / (2 * eps)),
        (Mistake("all_at_once", "change one parameter at a time, not all at once"),
         np.full(len(params), together / (2 * eps))),
    )


PREDICT = """\
def predict(params, x):
    b1, b2, w11, w12, w21, w22, c, u1, u2 = params
    x1, x2 = x.T
    z1_out = np.tanh(b1 + w11 * x1 + w21 * x2)
    z2_out = np.tanh(b2 + w12 * x1 + w22 * x2)
    f_in = c + u1 * z1_out + u2 * z2_out
    f_out = 1 / (1 + np.exp(-f_in))
    return f_out"""

LOSS = """\
def loss(params, x, y):
    f_out = network.predict(params, x)
    return np.mean(-y * np.log(f_out) - (1 - y) * np.log(1 - f_out))"""

GRADIENT = """\
def gradient(params, x, y):
    b1, b2, w11, w12, w21, w22, c, u1, u2 = params
    x1, x2 = x.T
    z1_out = np.tanh(b1 + w11 * x1 + w21 * x2)
    z2_out = np.tanh(b2 + w12 * x1 + w22 * x2)
    f_out = network.predict(params, x)

    dL_dfout = -y / f_out + (1 - y) / (1 - f_out)
    dfout_dfin = f_out * (1 - f_out)
    dz1out_dz1in = 1 - z1_out**2
    dz2out_dz2in = 1 - z2_out**2

    dL_dc = dL_dfout * dfout_dfin
    dL_du1, dL_du2 = dL_dc * z1_out, dL_dc * z2_out
    dL_db1, dL_db2 = dL_dc * u1 * dz1out_dz1in, dL_dc * u2 * dz2out_dz2in
    dL_dw11, dL_dw12 = dL_db1 * x1, dL_db2 * x1
    dL_dw21, dL_dw22 = dL_db1 * x2, dL_db2 * x2
    steps = (dL_db1, dL_db2, dL_dw11, dL_dw12, dL_dw21, dL_dw22, dL_dc, dL_du1, dL_du2)
    return [np.mean(step) for step in steps]"""

CENTRAL_DIFFERENCE = """\
def central_difference(func, params, eps):
    slopes = []
    for i in range(len(params)):
        step = np.zeros(len(params))
        step[i] = eps
        slopes.append((func(params + step) - func(params - step)) / (2 * eps))
    return slopes"""

QUESTIONS = {asked.id: asked for asked in (
    Code(
        "3.1",
        ("z1_in = b1 + w11*x1 + w21*x2, and z1_out is its tanh. The output neuron does the same with c, u1, u2 and the "
         "sigmoid 1 / (1 + np.exp(-f_in)).",),
        PREDICT, ("predict",), _predict,
    ),
    Code("3.2", ("np.log works on all points at once; np.mean averages them.",), LOSS, ("loss",), _loss),
    Code(
        "3.3",
        ("dL_dc = dL_dfout * dfout_dfin is the part that all nine share, because df_in/dc = 1. Continue from it: "
         "dL_du1 = dL_dc * z1_out, and dL_db1 = dL_dc * u1 * dz1out_dz1in.",),
        GRADIENT, ("gradient",), _gradient,
    ),
    Code(
        "3.4",
        ("params + step is the vector with parameter i a little larger, and func(params + step) is one number. "
         "Put the whole divisor in brackets.",),
        CENTRAL_DIFFERENCE, ("central_difference",), _central_difference,
    ),
)}
