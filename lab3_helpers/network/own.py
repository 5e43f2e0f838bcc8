"""Exercise 3: fresh questions to answer without help, on other parameters, outputs and chances."""

from math import ceil, log

import numpy as np

from lab3_helpers.network.maths import PARAMETER_NAMES, sigmoid
from lab3_helpers.network.settings import other_chances
from lab3_helpers.student_code.numbers import clear_question, question
from lab3_helpers.verdict import Program

_SIZES = [sign * size / 10 for size in (5, 8, 10, 12, 15, 20) for sign in (-1, 1)]


def _output(draw):
    params = np.array([draw.choice(_SIZES) for _ in PARAMETER_NAMES])
    x1, x2 = draw.choice((-2, -1, 1, 2)), draw.choice((-2, -1, 1, 2))

    def f_in(order=range(9), hidden=np.tanh):
        b1, b2, w11, w12, w21, w22, c, u1, u2 = params[list(order)]
        return c + u1 * hidden(b1 + w11 * x1 + w21 * x2) + u2 * hidden(b2 + w12 * x1 + w22 * x2)

    return question(
        ("The network of this notebook has these parameters. What is its output f_out at this point?",
         Program(f"params = {params.tolist()}   # {' '.join(PARAMETER_NAMES)}\nx1, x2 = {x1}, {x2}")),
        "output f_out",
        sigmoid(f_in()),
        (("missing_activation", "f_in; the sigmoid is missing", f_in()),
         ("missing_activation", "without tanh in the hidden neurons", sigmoid(f_in(hidden=lambda z: z))),
         ("wrong_activation", "with the sigmoid in place of tanh in the hidden neurons", sigmoid(f_in(hidden=sigmoid))),
         ("wrong_activation", "tanh at the output, where the sigmoid is due", np.tanh(f_in())),
         ("term_sign", "with exp(f_in) for exp(-f_in)", sigmoid(-f_in())),
         ("index_swap", "with w12 and w21 in each other's place", sigmoid(f_in((0, 1, 2, 4, 3, 5, 6, 7, 8))))),
        f"f_in = {f_in():.4f}\nf_out = 1 / (1 + exp(-f_in)) = {sigmoid(f_in()):.4f}",
    )


def _outputs(draw):
    """Outputs at a few points, their labels, and the words that introduce them."""
    outputs = np.array([draw.randint(1, 19) / 20 for _ in range(draw.randint(3, 4))])
    labels = np.array([1, *[draw.randint(0, 1) for _ in outputs[2:]], 0])
    given = f"At {len(labels)} points a network says {', '.join(f'{one:g}' for one in outputs)}. "
    return outputs, labels, f"{given}Their labels are {', '.join(map(str, labels))}."


def _loss(draw):
    outputs, labels, given = _outputs(draw)
    right = np.where(labels == 1, outputs, 1 - outputs)  # what the network gives to the true label
    losses = -np.log(right)
    return question(
        (given, "What is its loss, the mean binary cross-entropy?"),
        "loss",
        losses.mean(),
        (("sum_for_mean", "the sum over the points, not their mean", losses.sum()),
         ("other_logarithm", "with the logarithm to base 10", losses.mean() / log(10)),
         ("other_logarithm", "with the logarithm to base 2", losses.mean() / log(2)),
         ("label_swap", "with y and 1 - y in each other's place", -np.log(1 - right).mean()),
         ("other_loss", "the mean squared error", np.mean((outputs - labels) ** 2))),
        f"-({' + '.join(f'log({one:g})' for one in right)}) / {len(right)} = {losses.mean():.4f}",
    )


def _slope(draw):
    outputs, labels, given = _outputs(draw)
    errors = outputs - labels
    return question(
        (given, "What is dL/dc, the derivative of the mean binary cross-entropy by the output bias?"),
        "derivative dL/dc",
        errors.mean(),
        (("sum_for_mean", "the sum over the points, not their mean", errors.sum()),
         ("extra_factor", "with the factor f_out (1 - f_out), which cancels", np.mean(errors * outputs * (1 - outputs))),
         ("not_differentiated", "the mean output; the labels are missing", outputs.mean())),
        f"({' + '.join(f'({error:g})' for error in errors.round(9))}) / {len(errors)} = {errors.mean():.4f}",
    )


def _update(draw):
    outputs, labels, given = _outputs(draw)
    slope, c, rate = np.mean(outputs - labels), draw.choice(_SIZES), draw.choice((0.5, 2, 3, 5))
    return question(
        (given, f"The output bias is c = {c:g}. What is c after one step of gradient descent on the mean binary "
         f"cross-entropy with learning rate {rate:g}?"),
        "bias c",
        c - rate * slope,
        (("uphill", "one step uphill: the gradient is subtracted", c + rate * slope),
         ("alpha", "a step with learning rate 1", c - slope),
         ("displacement", "by how much c changes, not where it ends", -rate * slope),
         ("sum_for_mean", "a step along the sum over the points, not along their mean",
          c - rate * slope * len(outputs))),
        f"dL/dc = {slope:.4f}\nc = {c:g} - {rate:g} * ({slope:.4f}) = {c - rate * slope:.4f}",
    )


def _difference(draw):
    eps, slope, bend = draw.choice((0.01, 0.02, 0.05)), draw.choice(_SIZES), draw.choice(_SIZES)
    middle = draw.uniform(1, 2)
    before, here, after = (round(middle + slope * way + 5 * bend * way**2, 4) for way in (-eps, 0, eps))
    central = (after - before) / (2 * eps)
    return question(
        (f"Along one parameter the loss is {before:.4f} at p - eps, {here:.4f} at p and {after:.4f} at p + eps, with "
         f"eps = {eps:g}.", "Which slope does the central difference give?"),
        "slope",
        central,
        (("half_divisor", "divided by eps; between the two points lie 2 eps", 2 * central),
         ("one_sided", "the difference to the right only", (after - here) / eps),
         ("one_sided", "the difference to the left only", (here - before) / eps),
         ("division_order", "divided by 2 and multiplied by eps: the divisor needs its brackets",
          (after - before) / 2 * eps)),
        f"({after:.4f} - {before:.4f}) / (2 * {eps:g}) = {central:.4f}",
    )


def _chance(draw):
    p, n = draw.choice((0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)), draw.randint(3, 8)
    return question(
        (f"One restart succeeds with chance {p:g}. How likely is it that at least one of {n} restarts does?",),
        "chance",
        1 - (1 - p) ** n,
        other_chances(p, n),
        f"1 - (1 - {p:g})**{n} = {1 - (1 - p) ** n:.4f}",
    )


def _restarts(draw):
    p, sure = draw.choice((0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)), draw.choice((0.9, 0.95, 0.99))
    needed = ceil(log(1 - sure) / log(1 - p))
    return question(
        (f"One restart succeeds with chance {p:g}. How many restarts are needed, at least, so that one or more succeed "
         f"with a chance of {sure:.0%}?",),
        "number of restarts",
        needed,
        (("rounded", "one too few: its chance is still below", needed - 1),
         ("complement", "what comes with the chance of a success where that of a failure is due",
          ceil(log(1 - sure) / log(p))),
         ("sum_for_chance", "what comes if chances are added up", ceil(sure / p))),
        f"(1 - {p:g})**n <= {1 - sure:.2g}, so n >= log({1 - sure:.2g}) / log({1 - p:g}) = "
        f"{log(1 - sure) / log(1 - p):.2f}",
    )


_KINDS = ((_output,), (_loss,), (_slope, _update), (_difference,), (_chance, _restarts))


def five(draw):
    """Five questions of different kinds.

    Parameters
    ----------
    draw : random.Random

    Returns
    -------
    list of lab3_helpers.student_code.numbers.Drawn
    """
    return [clear_question(kinds, draw) for kinds in _KINDS]
