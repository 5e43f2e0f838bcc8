"""What goes wrong in the code of exercise 1: known mistakes as changes of the solutions, and what a path tells."""

import re

import numpy as np

from lab3_helpers.descent.maths import formula_text, gradient_descent
from lab3_helpers.student_code.differences import in_brackets
from lab3_helpers.student_code.mistakes import slip, slips
from lab3_helpers.verdict import Mistake

_BRACKET, _NUMBER = re.search(r"\((x1 - (\d+))\)|$", formula_text()).groups(default="")
_IN_CODE = f"(x[0] - {_NUMBER})"
VALUE_SLIPS = (
    slip("term_sign", "the product x1 x2 is subtracted, not added", "- x[0] * x[1]", "+ x[0] * x[1]"),
    slip("term_sign", f"the bracket is {_BRACKET}, not x1 + {_NUMBER}", _IN_CODE, f"(x[0] + {_NUMBER})"),
    slip("drop_term", "the product x1 x2 is missing", " - x[0] * x[1]", ""),
    slip("drop_term", "the square of x2 is missing", " + x[1] ** 2", ""),
    slip("power", f"the bracket {_BRACKET} is to be squared", f"{_IN_CODE} ** 2", _IN_CODE),
    slip("power", "x2 is to be squared", "x[1] ** 2", "x[1]"),
    slip("power", "2 is the exponent, written ** 2, not a factor", "** 2", "* 2"),
    slip("index_swap", "x[0] is x1 and x[1] is x2: they are exchanged", "x[0]", "x[2]", "x[1]", "x[0]", "x[2]", "x[1]"),
)
GRADIENT_SLIPS = (
    slip("index_swap", "the two components are swapped", "]])", "]])[::-1]"),
    slip("sign", "the sign is reversed", "return np.array(", "return -np.array("),
    slip("brackets", "only the first component came: np.array takes both in one list, np.array([..., ...])",
         "]])", "]])[0]"),
    slip("whole_numbers", "the fractions are cut off: leave dtype=int out", "]])", "]], dtype=int)"),
    slip("sum_for_mean", "that is the sum of the two components: both are asked for, in an array",
         "return np.array(", "return np.sum("),
)

_UPDATE, _STOP = "x = x - alpha * grad(x)", "if v - vnew < 1e-4"
_TESTED = f"        {_UPDATE}\n        vnew = func(x)\n        {_STOP}:\n            break\n"
_KEEPING_X = f"xold = x\n        {_UPDATE}"
_NEVER_STOPS = ("            break", "            pass")
_ONE_BEFORE = _TESTED.replace("x = x", "xold, x = x, x").replace("break", "x = xold\n            break")
_FIRST_VALUE = "    v = func(x)\n"

OPTIMIZER_SLIPS = (
    slip("no_early_stop", "the update and the loop are right, now the stop: the early stop never acts; stop when "
         "v - vnew < 1e-4, without abs, and set v = vnew before the next step", *_NEVER_STOPS),
    slip("early_end", "the update is right, now the loop: it ends after one update; does a return, a break or v = vnew "
         "stand where it acts in every step?", "v = vnew\n    return x", "v = vnew\n        return x\n    return x"),
    slip("comparison", "the comparison is turned round: stop when v - vnew is smaller than 1e-4, not larger",
         "< 1e-4", "> 1e-4"),
    slip("comparison", "the difference is turned round: the decrease is v - vnew", "v - vnew", "vnew - v"),
    *(slip("too_few_steps", "that is one step too few: is the last update made, and is the point after it returned?",
           *edits)
      for edits in ((_TESTED, _ONE_BEFORE), ("range(max_steps)", "range(max_steps - 1)"))),
    slip("too_few_steps", "that is one step too few: the point after the last update is asked for, not the one before "
         "it", _UPDATE, _KEEPING_X, "return x", "return xold"),
    slip("too_many_steps", "that is one step too many", "range(max_steps)", "range(max_steps + 1)"),
    slip("too_many_steps", "that is one step too many: the early stop comes one update late",
         "    return x", "    return x - alpha * grad(x)"),
    slip("uphill", "you went uphill; subtract the gradient", "x - alpha", "x + alpha"),
    slip("uphill", "you went uphill; subtract the gradient (and the early stop never acts)",
         "x - alpha", "x + alpha", *_NEVER_STOPS),
    slip("old_point", "the gradient is always taken at x0: take it at the present x", "grad(x)", "grad(x0)"),
    slip("old_point", "the update starts from x0 each time: it starts from the present point",
         _UPDATE, "x = x0 - alpha * grad(x)"),
    slip("old_value", "v stays the value at the start: set v = vnew at the end of each step", "        v = vnew\n", ""),
    slip("old_value", "v is set to vnew before the two are compared, so that their difference is 0",
         f"        {_STOP}", f"        v = vnew\n        {_STOP}"),
    slip("first_value", "v begins with 0: it begins with func(x), the value at the start", _FIRST_VALUE, "    v = 0\n"),
    slip("first_value", "v begins with infinity, so that the first update is never judged: it begins with func(x)",
         _FIRST_VALUE, "    v = np.inf\n"),
    slip("first_value", "v begins too small: it begins with func(x), the value at the start",
         _FIRST_VALUE, "    v = -np.inf\n"),
    slip("absolute_value", "the absolute value is compared: a value that rises is to end the loop as well, so "
         "v - vnew < 1e-4 without abs", "v - vnew <", "abs(v - vnew) <"),
    *slips(("1e-1", "1e-2", "1e-3", "1e-5", "1e-6", "1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "0", "1e4", "1"),
           "threshold", "the early stop compares with {}; 1e-4 is asked for", "< 1e-4", "< {}"),
    slip("other_rule", "the relative decrease is compared, not v - vnew itself", "v - vnew <", "(v - vnew) / abs(v) <"),
    *(one
      for how, length in (("its length", "np.linalg.norm(x - xold)"),
                          ("its largest entry", "np.abs(x - xold).max()"),
                          ("the length of the next one", "np.linalg.norm(alpha * grad(x))"))
      for one in slips(("1e-4", "1e-6", "1e-8"), "other_rule",
                       f"it stops on the step in x; the decrease of the value, v - vnew, decides ({how})",
                       _UPDATE, _KEEPING_X, _STOP, f"if {length} < {{}}")),
    *slips(("1e-2", "1e-3", "1e-4", "1e-5", "1e-6", "1e-8"), "other_rule",
           "it stops on the gradient; the decrease of the value, v - vnew, decides",
           _STOP, "if np.linalg.norm(grad(x)) < {}"),
    slip("other_rule", "it stops on the value; its decrease, v - vnew, decides", _STOP, "if vnew < 1e-4"),
    *slips(("1", "5", "10", "20", "50", "100", "1000"), "fixed_steps", "it makes {} updates, whatever max_steps is",
           "range(max_steps)", "range({})"),
    *slips(("100", "200", "300"), "fixed_steps", "it stops at {} updates, although max_steps allows more",
           "range(max_steps)", "range(min(max_steps, {}))"),
    slip("alpha", "the learning rate is forgotten: x - alpha * grad(x)", "alpha * ", ""),
    *slips(("0.1", "0.01", "0.5", "0.3", "0.2", "0.05", "1 / 3"), "alpha",
           "the step size is always {}: use alpha, as it is handed in", "alpha * ", "{} * "),
    slip("alpha", "the step is 2 alpha times the gradient: alpha times it is asked for", "alpha * ", "2 * alpha * "),
    slip("alpha", "the step is half of alpha times the gradient", "alpha * ", "alpha / 2 * "),
    slip("alpha", "the step size shrinks from step to step: it is constant", "alpha * ", "alpha / (step + 1) * "),
    slip("global", "f_gradient from outside is used: use grad, which is handed in", "grad(x)", "f_gradient(x)"),
    slip("global", "f from outside is used: use func, which is handed in", "func(x)", "f(x)"),
    slip("normalised", "the gradient is divided by its length: the step is alpha times the gradient itself",
         "grad(x)", "grad(x) / np.linalg.norm(grad(x))"),
    slip("normalised", "only the sign of the gradient is used: the step is alpha times the gradient itself",
         "grad(x)", "np.sign(grad(x))"),
    slip("whole_numbers", "the start is cut off to whole numbers: x = np.array(x0, dtype=float)",
         "dtype=float", "dtype=int"),
    slip("value_returned", "that is the value: return the point x, not func(x)", "return x", "return func(x)"),
    slip("value_returned", "that is a value: return the point x", "return x", "return v"),
    slip("not_moved", "the start comes back: is the new point kept in x, and is x returned?", "return x", "return x0"),
)


_TERMS = ("the constant", "the factor of x1", "the factor of x2", "the factor of x1**2", "the factor of x1 x2",
          "the factor of x2**2")


def look_at_formula(trials):
    """The first number in a polynomial that is not right, found from its values."""
    if not all(trial.same_shape for trial in trials):
        return None
    x1, x2 = np.array([trial.arguments[0] for trial in trials], dtype=float).T
    terms = np.stack([np.ones_like(x1), x1, x2, x1**2, x1 * x2, x2**2], axis=1)
    got, expected = (np.array([getattr(trial, kind) for trial in trials]).reshape(len(trials), -1)
                     for kind in ("got", "expected"))
    for n, (came, due) in enumerate(zip(got.T, expected.T), 1):
        own, right = (np.linalg.lstsq(terms, values, rcond=None)[0].round(6) + 0.0 for values in (came, due))
        wrong = [f"{name} is {a:g}, not {b:g}" for name, a, b in zip(_TERMS, own, right) if a != b]
        if wrong:
            if len(wrong) > 3 or not np.allclose(terms @ own, came, atol=1e-4):
                return None
            where = f"in df/dx{n}" if got.shape[1] > 1 else "multiplied out"
            return Mistake("wrong_term", f"{where}, {' and '.join(wrong)}")
    return None


def look_at_path(trials):
    """Where an optimizer's path leaves the right one, or where it ends too soon or too late."""
    for trial in trials:
        if not trial.handed[2].points:
            silent = "grad is never called" if trial.handed[1].points else "neither func nor grad is ever called"
            return Mistake("ignores_argument", f"{silent}: use what is handed in")
    trial = next(trial for trial in trials if trial.wrong)
    if not trial.same_shape:
        return None
    x0, func, grad, max_steps, alpha = trial.arguments
    asked_at = trial.handed[2].points
    visited = asked_at[:1] + [now for before, now in zip(asked_at, asked_at[1:]) if not np.array_equal(before, now)]
    path = gradient_descent(x0, func, grad, max(max_steps, len(asked_at)) + 1, alpha, tol=None).path
    for n, (point, right) in enumerate(zip(visited, path)):
        if not _agree(point, right):
            came = in_brackets(point)
            if n == 0:
                return Mistake("wrong_step", f"the first gradient is asked for at {came}, not at the start x0")
            from_where, due = in_brackets(path[n - 1]), in_brackets(right)
            return Mistake("wrong_step", f"update {n} leads from {from_where} to {came}, not to {due}")
    made = next((n for n, point in enumerate(path) if _agree(point, trial.got)), None)
    if made is None:
        nowhere = Mistake("wrong_step", "the point that is returned is none of those that the updates lead to")
        return nowhere if len(visited) > 1 else None
    due = gradient_descent(x0, func, grad, max_steps, alpha).steps
    values = [func(point) for point in path]
    if made < due:
        drop = f", although v - vnew is {values[made - 1] - values[made]:.2g} there, not below 1e-4" if made else ""
        return Mistake("early_end" if made else "not_moved", f"it ends after {made} of {due} updates{drop}")
    if made > max_steps:
        return Mistake("too_many_steps", f"it makes {made} updates, while max_steps is {max_steps}")
    if made > due:
        drop = f"{values[due - 1] - values[due]:.2g}"
        return Mistake("no_early_stop", f"it makes {made} updates, but after update {due} v - vnew is {drop}, below "
                                        f"1e-4, and it should stop")
    return None


def object_to_path(trials):
    """A right point by another way than the functions that were handed in."""
    for name, place in (("func", 1), ("grad", 2)):
        if not any(trial.handed[place].points for trial in trials):
            return Mistake("ignores_argument", f"never calls {name}: use the {name} that is handed in")
    return None


def _agree(point, other):
    return np.allclose(point, other, rtol=1e-9, atol=1e-12)
