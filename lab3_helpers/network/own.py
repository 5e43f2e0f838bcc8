"""Exercise 3: fresh questions to answer without help, on other parameters, outputs and chances."""

from math import ceil, log

import numpy as np

from lab3_helpers.network.maths import PARAMETER_NAMES, sigmoid
from lab3_helpers.student_code.mistakes import slip
from lab3_helpers.student_code.numbers import Kind, drawn
from lab3_helpers.verdict import Program

_SIZES = [sign * size / 10 for size in (5, 8, 10, 12, 15, 20) for sign in (-1, 1)]


def _network(draw):
    params = np.array([draw.choice(_SIZES) for _ in PARAMETER_NAMES])
    x1, x2 = draw.choice((-2, -1, 1, 2)), draw.choice((-2, -1, 1, 2))

    def f_in(hidden, order=range(9)):
        b1, b2, w11, w12, w21, w22, c, u1, u2 = params[list(order)]
        return c + u1 * hidden(b1 + w11 * x1 + w21 * x2) + u2 * hidden(b2 + w12 * x1 + w22 * x2)

    program = Program(f"# {' '.join(PARAMETER_NAMES)}\nparams = {params.tolist()}\nx1, x2 = {x1}, {x2}")
    return {"program": program, "f_in": f_in, "tanh": np.tanh, "sigmoid": sigmoid, "logit": round(f_in(np.tanh), 4)}


def _outputs(draw):
    """Outputs at a few points with their labels; what a network gives to the true labels; a bias and a rate."""
    p = np.array([draw.randint(1, 19) / 20 for _ in range(draw.randint(3, 4))])
    y = np.array([1, *[draw.randint(0, 1) for _ in p[2:]], 0])
    return {"p": p, "y": y, "right": np.where(y == 1, p, 1 - p), "errors": p - y, "count": len(p),
            "c": draw.choice(_SIZES), "rate": draw.choice((0.5, 2, 3, 5))}


def _losses(draw):
    eps, slope, bend = draw.choice((0.01, 0.02, 0.05)), draw.choice(_SIZES), draw.choice(_SIZES)
    middle = draw.uniform(1, 2)
    left, here, right = (round(middle + slope * way + 5 * bend * way**2, 4) for way in (-eps, 0, eps))
    return {"eps": eps, "left": left, "here": here, "right": right}


def _chances(draw):
    return {"p": draw.choice((0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)), "n": draw.randint(3, 8),
            "sure": draw.choice((0.9, 0.95, 0.99)), "ceil": ceil, "log": log}


_GIVEN = "At {count} points a network says {p}; their labels are {y}. "

_KINDS = (
    (
        Kind(_network, ("The network of this notebook has these parameters. What is its output f_out at this point?",
                        "program"),
             ("output f_out",), "sigmoid(f_in(tanh))", "f_in = {logit}\nf_out = 1 / (1 + exp(-f_in)) = {answer}", (
             slip("missing_activation", "f_in; the sigmoid is missing", "sigmoid(f_in(tanh))", "f_in(tanh)"),
             slip("missing_activation", "without tanh in the hidden neurons", "tanh", "lambda z: z"),
             slip("wrong_activation", "with the sigmoid in place of tanh in the hidden neurons", "tanh", "sigmoid"),
             slip("wrong_activation", "tanh at the output, where the sigmoid is due", "sigmoid", "tanh"),
             slip("term_sign", "with exp(f_in) for exp(-f_in)", "f_in", "-f_in"),
             slip("index_swap", "with w12 and w21 in each other's place", "tanh",
                  "tanh, (0, 1, 2, 4, 3, 5, 6, 7, 8)"))),
    ),
    (
        Kind(_outputs, (_GIVEN + "What is its loss, the mean binary cross-entropy?",),
             ("loss",), "np.mean(-np.log(right))", "-log of {right}, and of that the mean: {answer}", (
             slip("sum_for_mean", "the sum over the points, not their mean", "mean", "sum"),
             slip("other_logarithm", "with the logarithm to base 10", "log", "log10"),
             slip("other_logarithm", "with the logarithm to base 2", "log", "log2"),
             slip("label_swap", "with y and 1 - y in each other's place", "right", "1 - right"),
             slip("other_loss", "the mean squared error", "-np.log(right)", "errors**2"))),
    ),
    (
        Kind(_outputs, (_GIVEN + "What is dL/dc, the derivative of the mean cross-entropy by the output bias?",),
             ("derivative dL/dc",), "np.mean(errors)", "f_out - y is {errors}, and its mean {answer}", (
             slip("sum_for_mean", "the sum over the points, not their mean", "mean", "sum"),
             slip("extra_factor", "with the factor f_out (1 - f_out), which cancels", "errors",
                  "errors * p * (1 - p)"),
             slip("not_differentiated", "the mean output; the labels are missing", "errors", "p"))),
        Kind(_outputs, (_GIVEN + "The output bias is c = {c}. What is c after one step of gradient descent on the "
                        "mean cross-entropy with learning rate {rate}?",),
             ("bias c",), "c - rate * np.mean(errors)", "{c} - {rate} * the mean of {errors} = {answer}", (
             slip("uphill", "one step uphill: the gradient is subtracted", "-", "+"),
             slip("alpha", "a step with learning rate 1", "rate * ", ""),
             slip("displacement", "by how much c changes, not where it ends", "c - ", "-"),
             slip("sum_for_mean", "a step along the sum over the points, not along their mean", "mean", "sum"))),
    ),
    (
        Kind(_losses, ("Along one parameter the loss is {left} at p - eps, {here} at p and {right} at p + eps, with "
                       "eps = {eps}. Which slope does the central difference give?",),
             ("slope",), "(right - left) / (2 * eps)", "({right} - {left}) / (2 * {eps}) = {answer}", (
             slip("half_divisor", "divided by eps; between the two points lie 2 eps", "(2 * eps)", "eps"),
             slip("one_sided", "the difference to the right only", "left", "here", "(2 * eps)", "eps"),
             slip("one_sided", "the difference to the left only", "right", "here", "(2 * eps)", "eps"),
             slip("division_order", "multiplied by eps: the divisor needs its brackets", "(2 * eps)", "2 * eps"))),
    ),
    (
        Kind(_chances, ("One restart succeeds with chance {p}. How likely is it that at least one of {n} does?",),
             ("chance",), "1 - (1 - p)**n", "1 - (1 - {p})**{n} = {answer}", (
             slip("complement", "the chance that none of them succeeds", "1 - (1", "(1"),
             slip("all_for_any", "the chance that all of them succeed", "1 - (1 - p)", "p"),
             slip("sum_for_chance", "how many of them succeed on average", "1 - (1 - p)**n", "n * p"),
             slip("one_restart", "the chance of one restart alone", "1 - (1 - p)**n", "p"),
             slip("exactly_one", "the chance of exactly one success", "1 - (1 - p)**n", "n * p * (1 - p)**(n - 1)"))),
        Kind(_chances, ("One restart succeeds with chance {p}. How many restarts does it take at least, so that one "
                        "or more of them succeed with a chance of {sure} or higher?",),
             ("number of restarts",), "ceil(log(1 - sure) / log(1 - p))",
             "(1 - {p})**n <= 1 - {sure}, so n >= log(1 - {sure}) / log(1 - {p}): {answer}", (
             slip("rounded", "one too few: its chance is still below", "ceil(", "-1 + ceil("),
             slip("complement", "what comes with the chance of a success for that of a failure", "1 - p", "p"),
             slip("sum_for_chance", "what comes if chances are added up", "log(1 - sure) / log(1 - p)", "sure / p"))),
    ),
)


def five(draw):
    """Five questions of different kinds.

    Parameters
    ----------
    draw : random.Random

    Returns
    -------
    list of lab3_helpers.student_code.numbers.Drawn
    """
    return [drawn(kinds, draw) for kinds in _KINDS]
