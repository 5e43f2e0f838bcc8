"""What is right in exercise 3 although a guard decides it, and what a result tells that no known mistake explains."""

import numpy as np

from lab3_helpers.network.maths import forward, sigmoid
from lab3_helpers.verdict import Mistake

GUARD = 1e-10  # the largest number that may be added in a logarithm or a division so that neither meets a 0


def guarded_loss(params, x, y):
    """Lowest and highest value of the loss that a guard up to `GUARD` can give, rounding included."""
    *_, logits = forward(params, x)
    against = np.where(y == 1, -logits, logits)  # above 0 where the network is wrong
    cost, chance = np.logaddexp(0, against), sigmoid(-against)
    low = np.minimum(cost, -np.log(chance + GUARD) - 2.5e-16 / (chance + GUARD))
    high = cost + 2.5e-16 / np.maximum(chance, 1e-16) * (chance < 1e-6)  # 1 - f_out is rounded
    return low.mean(), high.mean() + GUARD


def guarded_gradient(params, x, y):
    """Lowest and highest gradient that a guard up to `GUARD` in dL/df_out can give."""
    z1, z2, logits = forward(params, x)
    *_, u1, u2 = params
    slope, chance = sigmoid(logits) - y, sigmoid(np.where(y == 1, logits, -logits))
    doubt = np.abs(slope) * GUARD / (chance + GUARD)
    back1, back2 = u1 * (1 - z1**2), u2 * (1 - z2**2)
    x1, x2 = x.T
    rows = np.array([back1, back2, back1 * x1, back2 * x1, back1 * x2, back2 * x2, np.ones_like(z1), z1, z2])
    middle, around = (rows * slope).mean(axis=1), (np.abs(rows) * doubt).mean(axis=1)
    return middle - around, middle + around


def look_at_loss(trials):
    """What is wrong with a loss that is right except where the output is saturated."""
    wrong = [trial for trial in trials if trial.wrong]
    if wrong[0].got.ndim or not all(trial.loose for trial in wrong):
        return None
    if np.isfinite(wrong[0].got):
        return Mistake("clipped", "the rest is right, but here the guard is too large or the output is kept within "
                                  "limits")
    return Mistake("log_of_zero", "the rest is right, but here f_out is rounded to 0 or 1 and np.log(0) is taken: "
                                  "add a small guard, such as np.log(f_out + 1e-15), in both logarithms")


def look_at_gradient(trials):
    """What is wrong with a gradient that is nearly right."""
    off = [np.abs(trial.got - trial.expected).max() for trial in trials if trial.wrong and trial.same_shape]
    if off and max(off) < 1e-3 and object_to_gradient(trials):
        return Mistake("numerical", "it is nearly right, as a numerical gradient is: back-propagation is asked for, "
                                    "the product of the steps")
    return None


def object_to_gradient(trials):
    """Right numbers by another way: at one point all components share a factor, which measured slopes do not."""
    for trial in trials:
        if trial.same_shape and len(trial.arguments[1]) == 1 and np.ptp(trial.got / trial.expected) > 1e-12:
            return Mistake("numerical", "gives the right numbers, but measures them: that is a numerical gradient, "
                                        "good to some digits. Back-propagation is asked for, the product of the steps")
    return None


def look_at_difference(trials):
    """What is wrong with slopes that are right up to the step that was taken."""
    for trial in trials:
        func, params, _ = trial.arguments
        if not trial.handed[0].points:
            return Mistake("ignores_argument", "func is never called: the slopes of the function that is handed in are "
                                               "asked for")
        if trial.wrong and trial.same_shape:
            exact = [(func(params + step) - func(params - step)) / 2e-6 for step in 1e-6 * np.eye(len(params))]
            if np.allclose(trial.got, exact, rtol=1e-4, atol=1e-5):
                return Mistake("step_size", "that is nearly the derivative itself, while with a large eps the central "
                                            "difference is another number: change the parameter by the eps that is "
                                            "handed in, both ways")
    return None


def object_to_difference(trials):
    """Slopes that do not come from the function that was handed in."""
    return None if trials[0].handed[0].points else look_at_difference(trials)
