"""How a result differs from what is expected: in digits, by its first wrong step, by what its numbers share."""

import re

import numpy as np

from lab3_helpers.student_code.outcome import outside
from lab3_helpers.verdict import Mistake


def in_brackets(values, digits=7):
    """A number or a point as the sentences write it: ``(7.943505, 4.056495)``."""
    values = np.asarray(values)
    if values.ndim == 0:
        return f"{values:.{digits}g}"
    return f"({', '.join(in_brackets(value, digits) for value in values)})"


def apart(expected, got):
    """``"0.45, but 0.46"``: two numbers or points, written with enough digits to differ."""
    for digits in range(7, 18):
        pair = in_brackets(expected, digits), in_brackets(got, digits)
        if pair[0] != pair[1]:
            break
    return ", but ".join(pair)


def described(values):
    """The shape of an array, or the one number that it is."""
    if values.ndim == 0:
        return f"one number, {values:.7g}" if np.isfinite(values) else f"one number, not {values}"
    return f"an array of shape {values.shape}"


def first_wrong_step(task, trial, known):
    """The first step that does not follow from the student's own steps before it, a `Mistake`.

    It takes name and words of what is `known` of the whole. None where the student's function has no step of these
    names, or all are right.
    """
    values = dict(task.names) | dict(zip(task.asked, trial.arguments))
    wrong, own_steps = [], [name for name in task.steps if name in trial.run.names]
    for name, formula in task.steps.items():
        right = values[name] = np.asarray(eval(formula, dict(values)), dtype=float)
        if name not in trial.run.names:
            continue
        try:
            own = np.asarray(trial.run.names[name], dtype=float)
        except (TypeError, ValueError):
            continue
        if own.shape != right.shape:
            averaged = own.ndim == 0 and np.allclose(own, np.mean(right), rtol=1e-7)
            wrong.append((name, "it is averaged too early: keep one number for every point" if averaged else
                          f"its shape is {own.shape}, not {right.shape}"))
        elif not np.allclose(own, right, rtol=1e-7, atol=1e-12, equal_nan=True):
            wrong.append((name, _by_a_name(formula, own, values, task.steps) or _by_a_factor(own, right)))
        values[name] = own if own.shape == right.shape else right
    if not wrong:
        return None
    (first, found), *others = wrong
    name, detail = known or ("first_wrong_step", found)
    if others:
        follows = f"; neither {'are' if len(others) > 1 else 'is'} {' and '.join(other for other, _ in others)}"
    else:
        follows = "; what follows from it is" if first != own_steps[-1] else ""
    return Mistake(name, f"{first} is the first step that is not right{f' ({detail})' if detail else ''}{follows}")


def _by_a_name(formula, own, values, steps):
    """The one name that is another one, missing, or too many in a step, in words."""
    known = [name for name in steps if name in values]

    def gives(changed):
        value = np.asarray(eval(changed, dict(values)), dtype=float)
        return value.shape == own.shape and np.allclose(own, value, rtol=1e-9, atol=1e-12)

    for name in dict.fromkeys(re.findall(r"\b[a-zA-Z]\w*\b", formula)):
        if name not in known:
            continue
        if gives(re.sub(rf"\b{name}\b \* ", "", formula)) or gives(re.sub(rf" \* \b{name}\b", "", formula)):
            return f"the factor {name} is missing"
        for other in known:
            if other != name and gives(re.sub(rf"\b{name}\b", other, formula)):
                return f"{other} is used where {name} is needed"
    return next((f"there is a factor {name} too many" for name in known if gives(f"({formula}) * {name}")), "")


def _by_a_factor(own, right):
    factor = common_factor(np.atleast_1d(own), np.atleast_1d(right))
    if factor is None:
        return ""
    return "its sign is reversed" if np.isclose(factor, -1) else f"it is {times(factor)}"


def describe(function, trials):
    """What the wrong numbers have in common, a `Mistake`; without a name and words where nothing is found."""
    wrong = [trial for trial in trials if trial.wrong]
    first = wrong[0]
    if not first.same_shape:
        return _of_another_shape(first)
    if not np.isfinite(first.got).all():
        return Mistake("log_of_zero",
                       "something is divided by 0, or too large, or a logarithm of 0 or of a negative number is taken")
    reads = f"reads {' and '.join(outside(function))} from outside"
    if outside(function) and not trials[0].wrong:
        return Mistake("global", f"it is right for {first.task.known}, but {reads}: use the arguments")
    comparable = [trial for trial in wrong if trial.same_shape]
    got, expected, places = (_joined(comparable, kind) for kind in ("got", "expected", "off"))
    factor = common_factor(got, expected)
    if factor is not None:
        if np.isclose(factor, -1):
            return Mistake("sign", "the sign is reversed")
        if all(trial.wrong for trial in trials if not trial.loose):
            return Mistake("constant_factor", f"it is {times(factor)} everywhere")
    limits = np.unique(got[places].round(12))
    if len(wrong) < len(trials) and places.sum() > 2 and len(limits) <= 2:
        both = " and ".join(f"{limit:g}" for limit in limits)
        return Mistake("clipped", f"it is kept within limits, {both}, which the formula has not")
    if first.expected.ndim and len(first.expected) > 1:
        near = first.task.tolerance
        if np.allclose(np.sort(first.got), np.sort(first.expected), rtol=near, atol=near):
            return Mistake("order", "the numbers are right, but they stand in another order")
        norm = np.linalg.norm(first.got)
        if common_factor(first.got, first.expected) is not None and np.isclose(norm, round(norm)):
            return Mistake("clipped", f"its length is cut to {norm:g}, and the direction alone is left")
    most = np.abs(got - expected).max()
    if most < 1e-6:
        return Mistake("rounded", f"it is off by {most:.0e}; is something rounded, or a guard too large?")
    if first.task.components and not first.case.topic:
        good, bad = ([name for name, off in zip(first.task.components, first.off) if off == wanted]
                     for wanted in (False, True))
        if len(bad) <= len(good):
            return Mistake("one_component", f"all are right but {' and '.join(bad)}")
        if good:
            return Mistake("one_component", f"right are {' and '.join(good)} only")
    return Mistake(None, first.case.topic)


def _joined(trials, kind):
    """The numbers of some trials, one after the other."""
    return np.concatenate([np.ravel(getattr(trial, kind)) for trial in trials])


def rounding(trials):
    """The number of decimals to which all results are rounded or cut, a `Mistake`, or None."""
    if not all(trial.same_shape for trial in trials):
        return None
    got, expected = (_joined([trial for trial in trials if not trial.loose], kind) for kind in ("got", "expected"))
    if np.array_equal(got, np.trunc(expected)):
        return Mistake("whole_numbers", "the fraction is cut off: is something made an int?")
    for decimals in range(10):
        if np.allclose(got, np.round(expected, decimals), rtol=0, atol=1e-13 * (1 + np.abs(expected))):
            return Mistake("rounded", f"it is rounded to {decimals} decimals: leave all digits")
    return None


def _of_another_shape(trial):
    got, expected = trial.got, trial.expected
    if isinstance(trial.run.value, tuple) and expected.ndim == 0:
        return Mistake("tuple", f"{len(got)} things are returned at once: return only the number that is asked for")
    points = len(trial.arguments[1]) if len(trial.arguments) > 1 and np.ndim(trial.arguments[1]) == 2 else None
    if got.shape == (*expected.shape, points):
        return Mistake("mean_missing", "one number for every point is left: take the mean over the points")
    if expected.ndim == 1 and got.shape == (1,) and np.isclose(got[0], expected[0]):
        return Mistake("early_end", "only the first one came: does return stand inside of the loop?")
    if got.size == 1 and expected.size > 1:
        return Mistake("shape", "one number came where there should be several: is something summed or averaged, or "
                                "one of them returned?")
    if got.size == expected.size:
        return Mistake("shape", "the numbers are as many as they should be, but in another arrangement: is an axis "
                                "lost or added?")
    return Mistake("shape", "" if trial.case is trial.task.cases[0] else trial.case.topic)


def common_factor(got, expected):
    """The one number that all of `expected` is multiplied by, or None."""
    large = np.abs(expected) > 1e-6
    if large.sum() < 2 or not np.ptp(expected[large]) or not np.isfinite(got).all():
        return None
    factors = got[large] / expected[large]
    agree = np.allclose(factors, factors[0], rtol=1e-7) and np.allclose(got, factors[0] * expected, atol=1e-9)
    return float(factors[0]) if agree and not np.isclose(factors[0], [0, 1]).any() else None


def times(factor):
    """How much too large or too small something is, in words."""
    if factor < 0:
        return f"{factor:.5g} times what it should be"
    return f"{factor:.5g} times too large" if factor > 1 else f"{1 / factor:.5g} times too small"
