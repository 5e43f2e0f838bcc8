"""The questions of exercise 1 that numbers answer: three steps on paper, eigenvalues and rates."""

import numpy as np

from lab3_helpers.arguments import is_nested, numeric_array, shape_of, shown
from lab3_helpers.descent.maths import START, eigenvectors, f, f_gradient, gradient_descent
from lab3_helpers.student_code.cases import Question
from lab3_helpers.student_code.differences import in_brackets
from lab3_helpers.student_code.numbers import number_or_nan, recognised
from lab3_helpers.student_code.outcome import is_blank
from lab3_helpers.verdict import Mistake

STEP_SIZES = {"1/2": 1 / 2, "1/3": 1 / 3, "1/4": 1 / 4}
_NEAR = 1e-3  # how far off a coordinate may be
_FORM = "[(x1, x2), (x1, x2), (x1, x2)]"


class Steps(Question):
    """Question 1.2: the points that three steps on paper lead to."""

    def say(self, things):
        """What is right or wrong with a list of points; its brackets may be missing, and ``...`` stands for a blank."""
        points = things[0] if len(things) == 1 else things
        if points is ...:
            return None, "The point after step 1 is still blank."
        if complaint := _no_three_points(points):
            return None, complaint
        given, path = [], three_steps().path
        for step, point in enumerate(points, 1):
            if is_blank(point):
                if step == 1 or _near(given, path[1:step]):
                    return None, f"The point after step {step} is still blank."
                break
            try:
                given.append(numeric_array("the point", point))
            except (TypeError, ValueError):
                given.append(np.empty(0))
            if given[-1].shape != (2,):
                comma = " A decimal number is written with a point, 0.5." if given[-1].shape == (4,) else ""
                expected = f"The point after step {step} should be two numbers (x1, x2)"
                return None, f"{expected}, but {shown(point)} came.{comma}"
        first = next((n for n, (one, due) in enumerate(zip(given, path[1:])) if not _near(one, due)), None)
        if first is None:
            return True, "All three points agree."
        if len(given) == len(STEP_SIZES) and (mistake := recognised(given, _whole_answers(), _NEAR)):
            return False, f"Step {first + 1} is the first that is not right: {mistake.sentence}", mistake.name
        size, start, point = list(STEP_SIZES)[first], path[first], given[first]
        mistake = (recognised(point, _wrong_steps(start, size), _NEAR)
                   or Mistake(None, _by_component(point, start, path[first + 1], STEP_SIZES[size])))
        step = f"Step {first + 1} from {in_brackets(start)} with step size {size}"
        remark = _carried_on(given[first:], list(STEP_SIZES.values())[first + 1:])
        return False, f"{step} does not lead to {in_brackets(point)}. {mistake.sentence}{remark}", mistake.name


def _near(point, other):
    return np.allclose(point, other, rtol=0, atol=_NEAR)


def three_steps():
    """The descent of question 1.2."""
    return _descent(STEP_SIZES.values())


def _descent(sizes, grad=f_gradient):
    return gradient_descent(START, f, grad, len(STEP_SIZES), list(sizes), tol=None)


def _no_three_points(points):
    """One sentence where no list of three points came; else None."""
    if isinstance(points, (set, frozenset)):
        return f"A set in curly brackets keeps no order and no point twice: write a list, {_FORM}."
    is_list = isinstance(points, list | tuple) or (isinstance(points, np.ndarray) and points.ndim > 0)
    is_list = is_list and not is_nested(points)
    if is_list and len(points) == len(STEP_SIZES):
        numbers, values = [number_or_nan(point) for point in points], three_steps().values
        if np.allclose(numbers, values[1:]) or np.allclose(numbers, values[:3]):
            return f"These are the values f(x); the points are asked for, {_FORM}."
        return None
    if is_list and shape_of(points) == (2, 3):
        return f"That is all x1 first and all x2 after them; write point by point, {_FORM}."
    return f"A list of three points was expected, {_FORM}, but {shown(points)} came."


def _whole_answers():
    """Answers in which every step shows the same mistake."""
    right = three_steps().path
    start = in_brackets(START)
    return (
        (Mistake("alpha", "the step size is forgotten, x - 1/2 grad f(x) is the first one."),
         _descent([1, 1, 1]).path[1:]),
        (Mistake("one_step_size", "every step is made with 1/2; the sizes are 1/2, 1/3 and 1/4."),
         _descent([1 / 2] * 3).path[1:]),
        (Mistake("one_step_size", "the sizes are taken in another order than 1/2, 1/3, 1/4."),
         _descent([1 / 4, 1 / 3, 1 / 2]).path[1:]),
        (Mistake("displacement", "these are the ways from point to point; add each to the point before it."),
         np.diff(right, axis=0)),
        (Mistake("start_included", f"the start {start} is counted as a step; the point after step 1 comes first."),
         right[:3]),
        (Mistake("uphill", "you went uphill: subtract the gradient."),
         _descent(STEP_SIZES.values(), lambda x: -f_gradient(x)).path[1:]),
        (Mistake("gradient_for_point",
                 "these are the gradients; subtract the step size times the gradient from the point."),
         f_gradient(right[:3])),
        (Mistake("gradient_for_point", "these are the gradients; the points are asked for."), f_gradient(right[1:])),
        (Mistake("index_swap", "the two coordinates are swapped in every point."), right[1:, ::-1]),
    )


def _wrong_steps(start, name):
    """Where a step with the size of this name leads with a mistake in it."""
    size, slope = STEP_SIZES[name], f_gradient(start)
    step, others = size * slope, [other for other in STEP_SIZES if other != name]
    only_x1, only_x2 = step * (1, 0), step * (0, 1)
    return (
        (Mistake("uphill", "You went uphill: subtract the gradient."), start + step),
        (Mistake("index_swap", "The two coordinates are swapped."), (start - step)[::-1]),
        (Mistake("not_moved", "That is the point before the step; the next one is asked for."), start),
        (Mistake("gradient_for_point", "That is the gradient; subtract the step size times it from the point."), slope),
        (Mistake("alpha", f"The step size {name} is forgotten: the whole gradient is subtracted."), start - slope),
        (Mistake("displacement", "That is the way from the point, not the point that it leads to."), -step),
        (Mistake("displacement", "That is the step size times the gradient: subtract it from the point."), step),
        *((Mistake("alpha", f"That is a step of size {other}, not {name}."), start - STEP_SIZES[other] * slope)
          for other in others),
        (Mistake("alpha", "The gradient is divided by its length there, or the step size is another one."),
         start - step / max(np.linalg.norm(slope), 1e-9)),
        (Mistake("one_component", "Only x1 moved: subtract the second component of the gradient from x2 as well."),
         start - only_x1),
        (Mistake("one_component", "Only x2 moved: subtract the first component of the gradient from x1 as well."),
         start - only_x2),
        (Mistake("sign", f"x2 went the wrong way: subtract the gradient, whose second component is {slope[1]:g}."),
         start - only_x1 + only_x2),
        (Mistake("sign", f"x1 went the wrong way: subtract the gradient, whose first component is {slope[0]:g}."),
         start + only_x1 - only_x2),
        (Mistake("wrong_term", "The two components of the gradient are exchanged."), start - step[::-1]),
    )


def _by_component(point, start, target, size):
    """Which of the two coordinates is right, and the gradient that the step should follow."""
    slope, place = in_brackets(f_gradient(start)), in_brackets(start)
    if not f_gradient(start).any():
        return f"The gradient at {place} is {slope}: what does a step do there?"
    for name, one, due in zip(("x1", "x2"), point, target):
        if abs(one - due) < _NEAR:
            return f"{name} is right, the other is not: the gradient there is {slope}."
    followed = in_brackets((start - point) / size)
    return f"It would follow from the gradient {followed}: compute the gradient at {place} again."


def _carried_on(points, sizes):
    """A remark where the steps after a wrong point are right, made from it."""
    start, *rest = points
    if not rest or len(rest) < len(sizes) or not f_gradient(start).any():
        return ""
    for size, point in zip(sizes, rest):
        start = start - size * f_gradient(start)
        if not np.allclose(start, point, rtol=0, atol=1e-2):
            return ""
    return " The steps after it follow from it."


# --- 1.3


class Rates(Question):
    """Question 1.3: the eigenvalues, the rate with equal factors, and the rate at which the path bounces for ever."""

    def say(self, things):
        """What is right or wrong with a list of eigenvalues, with two rates, or with both; ``...`` is a blank."""
        eigenvalues, rates = _sorted_out(things)
        if not (eigenvalues or rates):
            form = 'write check("1.3", [eigenvalue, eigenvalue], rate, rate)'
            return None, f"Two eigenvalues in a list and two rates are expected: {form}."
        for name, numbers in (("eigenvalue", eigenvalues), ("rate", rates)):
            for place, number in zip(("first", "second"), numbers):
                if is_blank(number):
                    return None, f"The {place} {name} is still blank."
                if np.isnan(number_or_nan(number)):
                    return None, f"The {place} {name} should be a number, but {shown(number)} came."
        for given, wrong in ((eigenvalues, _of_eigenvalues), (rates, _of_rates)):
            if given and (mistake := wrong(given)):
                return False, mistake.sentence, mistake.name
        found = ["Both eigenvalues are right."] * bool(eigenvalues) + ["Both rates are right."] * bool(rates)
        return True, " ".join(found)


def _sorted_out(things):
    """Eigenvalues and rates, two numbers each or none; neither if others came."""
    shapes = [shape_of(thing) for thing in things]
    if any(shape is None or len(shape) > 1 for shape in shapes):
        return [], []
    lists = [list(thing) for thing, shape in zip(things, shapes) if shape]
    numbers = [thing for thing, shape in zip(things, shapes) if not shape]
    if numbers == [...] and len(things) == 1:
        return [...], []
    if len(lists) == 1 and len(lists[0]) == 4 and not numbers:
        lists = [lists[0][:2], lists[0][2:]]
    if len(lists) == 0 and len(numbers) == 4:
        lists, numbers = [numbers[:2]], numbers[2:]
    if len(lists) == 2 and not numbers:
        lists, numbers = lists[:1], lists[1]
    if len(lists) > 1 or any(len(some) != 2 for some in lists) or len(numbers) not in (0, 2):
        return [], []
    return (lists[0] if lists else []), numbers


def _same(a, b):
    return np.allclose(np.array(a, dtype=float), b, rtol=0, atol=6e-4)


def _of_eigenvalues(given):
    right = eigenvectors()[0]
    if _same(sorted(given), right):
        return None
    if _same(sorted(given), sorted(-right)):
        return Mistake("sign", "The eigenvalues have the reversed sign.")
    good = next((f"{value:g}" for value in right if any(_same(value, one) for one in given)), None)
    wrong = f"{good} is an eigenvalue, the other number is not" if good else "These are not the eigenvalues"
    return Mistake(None, f"{wrong}: the Hessian times (1, 1) and times (1, -1) shows both.")


def _of_rates(given):
    gentle, steep = eigenvectors()[0]
    equal, bounce = 2 / (gentle + steep), 2 / steep
    if _same(given, (equal, bounce)):
        return None
    if _same(given, (bounce, equal)):
        return Mistake("swapped_rates",
                       "The two rates are exchanged: first that of the equal bars, then that of the endless bounce.")
    first, second = map(float, given)
    if not _same(first, equal):
        left = f"{abs(1 - gentle * first):.3g} and {abs(1 - steep * first):.3g} of the error"
        factors = f"a step with rate {first:.3g} leaves {left}"
        return Mistake(None, f"The first rate does not make the bars equally long: {factors}.")
    factor = f"at {second:.3g} a step multiplies the steep error by {1 - steep * second:.3g}"
    return Mistake(None, f"The second rate does not bounce for ever: {factor}, which should be -1.")
