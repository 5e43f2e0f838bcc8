"""The questions of exercise 3: the forward pass, the loss, back-propagation and its check, in code."""

from secrets import randbelow

import numpy as np

from lab3_helpers.network import looks, maths, mistakes
from lab3_helpers.network.maths import PARAMETER_NAMES, X, Y, random_parameters, sheet_run
from lab3_helpers.network.settings import NEW_STARTS, Chance, Count, Seeds
from lab3_helpers.student_code.cases import Case, Code, Task

# Drawn in every kernel; a case that fails shows it in its call.
_SEED = randbelow(100_000)
_NAMES = {"np": np, "network": maths, "X": X, "Y": Y, "random_parameters": random_parameters, "sheet_run": sheet_run,
          "tanh": maths.tanh, "exp": maths.exp}

_SHEET, _OTHER = "sheet_run()[0]", "random_parameters(1, seed=20)[0]"
_TINY, _RANDOM = "random_parameters(1, sd=0.01, seed=5)[0]", f"random_parameters(1, seed={_SEED})[0]"
_ONE_POINT, _THREE_POINTS = "np.array([[0.5, -1.0]])", "np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5]])"
_RANDOM_POINTS = f"np.random.default_rng({_SEED}).normal(size=(50, 2))"
_THREE_LABELS, _RANDOM_LABELS = "np.array([1.0, 0.0, 1.0])", f"np.random.default_rng({_SEED}).integers(0, 2, 50)"


def _only(**values):
    """Source of the parameters that are 0 but for some."""
    return f"np.array([{', '.join(f'{values.get(name, 0.0)}' for name in PARAMETER_NAMES)}])"


_STEEP = _only(b1=5.0, b2=-4.0, w11=0.5, w12=0.5, w21=1.0, w22=-1.0, u1=3.0, u2=2.0)
_SATURATED = _only(b1=30.0, b2=-30.0, w11=1.0, w22=1.0, u1=20.0, u2=-20.0)
_ONE_NEURON = "are not 0: look at what they are multiplied by, and at tanh"
_IS_X_READ = "points are others than the sheet's: is X read in place of x?"

_PREDICT = Task(
    "predict",
    ("params", "x"),
    (
        Case(("np.zeros(9)", "X"),
             "all parameters are 0, so f_in is 0, and its sigmoid is 1/2: look at the line of f_out"),
        Case((_only(c=2.0), "X"), "only c is not 0, so f_in is c: look at the lines of f_in and f_out"),
        Case((_only(b1=0.5, u1=2.0), "X"), f"only b1 and u1 {_ONE_NEURON}"),
        Case((_only(b2=0.5, u2=-2.0), "X"), f"only b2 and u2 {_ONE_NEURON}"),
        *(Case((_only(**{weight: 1.5, "u1": 1.0, "u2": -2.0}), "X"),
               f"only the weight {weight} is not 0: it leads from x{weight[1]} to hidden neuron {weight[2]}")
          for weight in ("w11", "w12", "w21", "w22")),
        Case((_SHEET, "X")),
        Case((_OTHER, _THREE_POINTS), f"the three {_IS_X_READ}"),
        Case((_OTHER, _ONE_POINT)),
        Case((_RANDOM, _RANDOM_POINTS), f"the 50 {_IS_X_READ}"),
        Case((_TINY, "X")),
        Case((_STEEP, _THREE_POINTS), "here the hidden neurons are nearly saturated"),
        Case((_SATURATED, "X"), "here f_in is 40 and everything is saturated"),
        Case((_only(c=-40.0), "X"), "here f_in is -40 and the output is saturated"),
    ),
    maths.predict,
    _NAMES,
    mistakes.PREDICT_SLIPS,
    "the five points of the sheet",
    tolerance=1e-10,
    steps=mistakes.FORWARD_STEPS,
)

# What the loss and its gradient are both tried on.
_THREE = Case((_OTHER, _THREE_POINTS, _THREE_LABELS), "for the five points of the sheet it is right, but not for these "
              "three: use x and y, whatever their number")
_FIFTY = Case((_RANDOM, _RANDOM_POINTS, _RANDOM_LABELS),
              "for few points it is right, but not for these 50: use all of them")
_OTHER_LABELS_AND_SMALL = (
    Case((_OTHER, "X", "np.zeros(5)"), "here all labels are 0"),
    Case((_OTHER, "X", "np.ones(5)"), "here all labels are 1"),
    Case((_TINY, "X", "Y"), "here the parameters are small"),
)

_LOSS = Task(
    "loss",
    ("params", "x", "y"),
    (
        Case((_SHEET, "X[:1]", "Y[:1]"), "for this one point with y = 1 the loss is -log(f_out)"),
        Case((_SHEET, "X[1:2]", "Y[1:2]"), "for this one point with y = 0 the loss is -log(1 - f_out)"),
        Case((_SHEET, "X", "Y"), "one point alone is right, so look at how the five are put together"),
        _THREE,
        _FIFTY,
        *_OTHER_LABELS_AND_SMALL,
        Case((_STEEP, _THREE_POINTS, _THREE_LABELS), "here the output is close to 0 or 1: is it kept within limits?"),
        *(Case((_only(c=c), "X", "Y"), f"here f_in is {c:g}") for c in (7.0, -12.0, 25.0, 40.0, -40.0)),
    ),
    maths.loss,
    _NAMES,
    mistakes.LOSS_SLIPS,
    "the sheet's points",
    band=looks.guarded_loss,
    look=looks.look_at_loss,
)

_GRADIENT = Task(
    "gradient",
    ("params", "x", "y"),
    (
        Case((_SHEET, "X", "Y")),
        _THREE,
        Case((_OTHER, _ONE_POINT, "np.array([1.0])")),
        Case((_OTHER, _ONE_POINT, "np.array([0.0])")),
        _FIFTY,
        *_OTHER_LABELS_AND_SMALL,
        Case((f"3 * {_OTHER}", _THREE_POINTS, _THREE_LABELS), "here the parameters are large"),
        Case((_STEEP, _THREE_POINTS, _THREE_LABELS),
             "here the hidden neurons are nearly saturated, their slopes small but not 0"),
        Case((_only(b1=30.0, b2=-30.0, w11=1.0, w22=1.0, u1=5.0, u2=-5.0, c=-9.0), "X", "Y"),
             "here the hidden neurons are saturated"),
        Case((_only(c=25.0, u1=2.0), "X", "np.array([1.0, 1.0, 0.0, 1.0, 0.0])"), "here the output is saturated"),
        Case((_only(c=-25.0, u2=2.0), "X", "Y"), "here the output is saturated"),
    ),
    maths.gradient,
    _NAMES,
    mistakes.GRADIENT_SLIPS,
    "the five points of the sheet",
    components=tuple(f"dL/d{name}" for name in PARAMETER_NAMES),
    band=looks.guarded_gradient,
    steps=mistakes.BACKWARD_STEPS,
    look=looks.look_at_gradient,
    objection=looks.object_to_gradient,
)

_CUBIC = "lambda p: p[0] ** 3 + p[0] * p[1]"
_CENTRAL_DIFFERENCE = Task(
    "central_difference",
    ("func", "params", "eps"),
    (
        Case((_CUBIC, "np.array([2.0, -1.0])", "0.1")),
        Case((_CUBIC, "np.array([2.0, -1.0])", "0.25"), "with eps = 0.1 it is right, but not with another eps"),
        Case(("lambda p: p[0] ** 4", "np.array([-1.5])", "0.5"), "here there is one parameter only"),
        Case(("lambda p: p[0] * p[1] ** 2 * p[2] - p[3] ** 3 * p[0]", "np.array([0.5, -1.0, 2.0, 1.5])", "0.01"),
             "here there are four parameters"),
        Case(("lambda p: np.sum(p ** 3)", f"np.random.default_rng({_SEED}).normal(size=3)", "0.3"),
             "here the parameters are random"),
        Case(("network.loss", _SHEET, "1e-5"), "here the slopes of the loss are asked for"),
        Case(("network.loss", _OTHER, "1e-3"), "here the slopes of the loss are asked for"),
    ),
    lambda func, params, eps: [(func(params + step) - func(params - step)) / (2 * eps)
                               for step in eps * np.eye(len(params))],
    _NAMES,
    mistakes.DIFFERENCE_SLIPS,
    "eps = 0.1",
    look=looks.look_at_difference,
    objection=looks.object_to_difference,
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
    return np.mean(-y * np.log(f_out + 1e-15) - (1 - y) * np.log(1 - f_out + 1e-15))"""

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

# What a student can do after this notebook, with the questions that show it.
GOALS = {
    "write the forward pass, the loss and back-propagation of a small network in NumPy": ("3.1", "3.2", "3.3"),
    "check a gradient with finite differences, and choose their step size well": ("3.4",),
    "train from random starts, say where failures end and choose settings that are reliable": ("3.5", "3.6", "3.7"),
}

QUESTIONS = {asked.id: asked for asked in (
    Code("3.1", "z1_in = b1 + w11*x1 + w21*x2, and z1_out is its tanh. The output neuron does the same with "
                "c, u1, u2 and the sigmoid 1 / (1 + np.exp(-f_in)).", PREDICT, (_PREDICT,)),
    Code("3.2", "np.log works on all points at once; np.mean averages them. Where f_out is rounded to 0 or 1 "
                "a logarithm of 0 is taken: a guard, np.log(f_out + 1e-15), prevents it.", LOSS, (_LOSS,)),
    Code("3.3", "dL_dc = dL_dfout * dfout_dfin is the part that all nine share, because df_in/dc = 1. Continue from "
                "it: dL_du1 = dL_dc * z1_out, and dL_db1 = dL_dc * u1 * dz1out_dz1in.", GRADIENT, (_GRADIENT,)),
    Code("3.4", "params + step is the vector with parameter i a little larger, and func(params + step) is one "
                "number. Put the whole divisor in brackets.", CENTRAL_DIFFERENCE, (_CENTRAL_DIFFERENCE,)),
    Seeds("3.5", "Move the seed and read the sentence under the picture: it says a success, and it names the "
                 "plateau. To save the second seed, try larger rates.", 'check("3.5", 2, 0, 5)',
          ("seed that succeeds", "seed on a plateau", "rate that saves it")),
    Chance("3.6", "At least one succeeds unless all ten fail. One restart fails with 1 minus the success rate; "
                  "the restarts do not know of each other, so their chances multiply.",
           'check("3.6", 1 - (1 - success)**10)', ("chance of at least one success",)),
    Count("3.7", f"On average the success rate times {NEW_STARTS} of them succeed.",
          f'check("3.7", {NEW_STARTS} * success)', ("count of successes",)),
)}
