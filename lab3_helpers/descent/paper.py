"""The questions of exercise 1 that numbers answer: three steps on paper, eigenvalues and rates."""

from dataclasses import dataclass

import numpy as np

from lab3_helpers.arguments import is_nested, numeric_array, shown
from lab3_helpers.student_code.cases import Question
from lab3_helpers.descent.maths import START, eigenvectors, f, f_gradient, gradient_descent
from lab3_helpers.student_code.differences import in_brackets
from lab3_helpers.student_code.outcome import is_blank
from lab3_helpers.verdict import Mistake, Verdict

STEP_SIZES = {"1/2": 1 / 2, "1/3": 1 / 3, "1/4": 1 / 4}


@dataclass(frozen=True)
class Steps(Question):
    """Question 1.2: the points that three steps on paper lead to."""

    def judge(self, things, _frame):
        """The verdict on a list of points; its brackets may be missing, and ``...`` stands for a blank."""

        def says(correct, message, mistake=None):
            return Verdict(self.id, correct, message, mistake)

        points = things[0] if len(things) == 1 else things
        if points is ...:
            return says(None, "The point after step 1 is still blank.")
        if (complaint := _no_three_points(points)) is not None:
            return says(*complaint)
        given = []
        for step, point in enumerate(points, 1):
            if is_blank(point):
                if step == 1 or np.allclose(given, three_steps().path[1:step], rtol=0, atol=1e-3):
                    return says(None, f"The point after step {step} is still blank.")
                break
            try:
                given.append(numeric_array("the point", point))
            except (TypeError, ValueError):
                given.append(np.empty(0))
            if given[-1].shape != (2,):
                comma = " A decimal number is written with a point, 0.5." if given[-1].shape == (4,) else ""
                return says(
                    None, f"The point after step {step} should be two numbers (x1, x2), but {shown(point)} came.{comma}"
                )
        return self._judge(given, says)

    def _judge(self, given, says):
        for mistake, path in _whole_answers() if len(given) == len(STEP_SIZES) else ():
            if np.allclose(given, path, rtol=0, atol=1e-3):
                first = next(
                    n
                    for n, (a, b) in enumerate(zip(given, three_steps().path[1:]), 1)
                    if not np.allclose(a, b, atol=1e-3)
                )
                return says(False, f"Step {first} is the first that is not right: {mistake.sentence}", mistake.name)
        path = three_steps().path
        for step, (point, size, start, target) in enumerate(zip(given, STEP_SIZES, path, path[1:]), 1):
            if not np.allclose(point, target, rtol=0, atol=1e-3):
                slip = next(
                    (
                        mistake
                        for mistake, value in _slips_of_a_step(start, STEP_SIZES[size], size)
                        if np.allclose(point, value, atol=1e-3)
                    ),
                    Mistake(None, _by_component(point, start, target, STEP_SIZES[size])),
                )
                start_and_size = f"Step {step} from {in_brackets(start)} with step size {size}"
                where = f"{start_and_size} does not lead to {in_brackets(point)}."
                return says(False, f"{where} {slip.sentence}{_carried_on(given, step)}".rstrip(), slip.name)
        return says(True, "All three points agree.")


def three_steps():
    """The descent of question 1.2."""
    return _descent(STEP_SIZES.values())


def _descent(sizes, grad=f_gradient):
    return gradient_descent(START, f, grad, len(STEP_SIZES), list(sizes), tol=None)


def _no_three_points(points):
    """What a verdict says where no list of three points came; else None."""
    if isinstance(points, (set, frozenset)):
        return (
            None,
            "A set in curly brackets keeps no order and no point twice: write a list, [(x1, x2), (x1, x2), (x1, x2)].",
        )
    is_list = isinstance(points, list | tuple) or (isinstance(points, np.ndarray) and points.ndim > 0)
    is_list = is_list and not is_nested(points)
    if (
        is_list
        and len(points) == len(STEP_SIZES)
        and not any(isinstance(point, (list, tuple, np.ndarray)) or is_blank(point) for point in points)
    ):
        if any(
            np.allclose(numbers_or_nothing(points), values)
            for values in (three_steps().values[1:], three_steps().values[:3])
        ):
            return None, "These are the values f(x); the points are asked for, [(x1, x2), (x1, x2), (x1, x2)]."
    if is_list and len(points) == len(STEP_SIZES):
        return None
    if is_list and np.shape(points) == (2, 3):
        return None, "That is all x1 first and all x2 after them; write point by point, [(x1, x2), (x1, x2), (x1, x2)]."
    return None, f"A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but {shown(points)} came."


def numbers_or_nothing(values):
    """The numbers as an array, or an empty one if there is something else among them."""
    try:
        return numeric_array("the numbers", values)
    except (TypeError, ValueError):
        return np.full(len(values), np.nan)


def _whole_answers():
    """Answers in which every step shows the same mistake."""
    right = three_steps().path
    return (
        (
            Mistake("alpha", "the step size is forgotten, x - 1/2 grad f(x) is the first one."),
            _descent([1, 1, 1]).path[1:],
        ),
        (
            Mistake("one_step_size", "every step is made with 1/2; the sizes are 1/2, 1/3 and 1/4."),
            _descent([1 / 2] * 3).path[1:],
        ),
        (
            Mistake("one_step_size", "the sizes are taken in another order than 1/2, 1/3, 1/4."),
            _descent([1 / 4, 1 / 3, 1 / 2]).path[1:],
        ),
        (
            Mistake("displacement", "these are the ways from point to point; add each to the point before it."),
            np.diff(right, axis=0),
        ),
        (
            Mistake(
                "start_included",
                f"the start {in_brackets(START)} is counted as a step; the point after step 1 comes first.",
            ),
            right[:3],
        ),
        (
            Mistake("uphill", "you went uphill: subtract the gradient."),
            _descent(STEP_SIZES.values(), lambda x: -f_gradient(x)).path[1:],
        ),
        (
            Mistake(
                "gradient_for_point",
                "these are the gradients; subtract the step size times the gradient from the point.",
            ),
            f_gradient(right[:3]),
        ),
        (Mistake("gradient_for_point", "these are the gradients; the points are asked for."), f_gradient(right[1:])),
        (Mistake("index_swap", "the two coordinates are swapped in every point."), right[1:, ::-1]),
    )


def _slips_of_a_step(start, size, name):
    slope = f_gradient(start)
    others = {other: value for other, value in STEP_SIZES.items() if other != name}
    return (
        (Mistake("uphill", "You went uphill: subtract the gradient."), start + size * slope),
        (Mistake("index_swap", "The two coordinates are swapped."), (start - size * slope)[::-1]),
        (Mistake("not_moved", "That is the point before the step; the next one is asked for."), start),
        (Mistake("gradient_for_point", "That is the gradient; subtract the step size times it from the point."), slope),
        (Mistake("alpha", f"The step size {name} is forgotten: the whole gradient is subtracted."), start - slope),
        (Mistake("displacement", "That is the way from the point, not the point that it leads to."), -size * slope),
        (
            Mistake("displacement", "That is the step size times the gradient: subtract it from the point."),
            size * slope,
        ),
        *(
            (Mistake("alpha", f"That is a step of size {other}, not {name}."), start - value * slope)
            for other, value in others.items()
        ),
        (
            Mistake("alpha", "The gradient is divided by its length there, or the step size is another one."),
            start - size * slope / max(np.linalg.norm(slope), 1e-9),
        ),
        (
            Mistake("one_component", "Only x1 moved: subtract the second component of the gradient from x2 as well."),
            (start[0] - size * slope[0], start[1]),
        ),
        (
            Mistake("one_component", "Only x2 moved: subtract the first component of the gradient from x1 as well."),
            (start[0], start[1] - size * slope[1]),
        ),
        (
            Mistake("sign", f"x2 went the wrong way: subtract the gradient, whose second component is {slope[1]:g}."),
            (start[0] - size * slope[0], start[1] + size * slope[1]),
        ),
        (
            Mistake("sign", f"x1 went the wrong way: subtract the gradient, whose first component is {slope[0]:g}."),
            (start[0] + size * slope[0], start[1] - size * slope[1]),
        ),
        (Mistake("wrong_term", "The two components of the gradient are exchanged."), start - size * slope[::-1]),
    )


def _by_component(point, start, target, size):
    """Which of the two coordinates is right, and the gradient that the step should follow."""
    slope = in_brackets(f_gradient(start))
    good = [name for name, a, b in zip(("x1", "x2"), point, target) if abs(a - b) < 1e-3]
    if not f_gradient(start).any():
        return f"The gradient at {in_brackets(start)} is {slope}: what does a step do there?"
    return (
        f"{good[0]} is right, the other is not: the gradient there is {slope}."
        if good
        else (
            f"It would follow from the gradient {in_brackets((start - point) / size)}: "
            f"compute the gradient at {in_brackets(start)} again."
        )
    )


def _carried_on(given, step):
    """A remark where the steps after a wrong one are right, made from the wrong point."""
    sizes = list(STEP_SIZES.values())[step:]
    start, rest = given[step - 1], given[step:]
    if not rest or len(rest) < len(sizes) or not f_gradient(start).any():
        return ""
    for size, point in zip(sizes, rest):
        start = start - size * f_gradient(start)
        if not np.allclose(start, point, rtol=0, atol=1e-2):
            return ""
    return " The steps after it follow from it."


# --- 1.3


@dataclass(frozen=True)
class Rates(Question):
    """Question 1.3: the eigenvalues, the rate with equal factors, and the rate at which the path bounces for ever."""

    def judge(self, things, _frame):
        """The verdict on a list of eigenvalues, on two rates, or on both; ``...`` stands for a blank."""

        def says(correct, message, mistake=None):
            return Verdict(self.id, correct, message, mistake)

        form = 'write check("1.3", [eigenvalue, eigenvalue], rate, rate)'
        eigenvalues, rates = _sorted_out(things)
        if eigenvalues is None or not (eigenvalues or rates):
            return says(None, f"Two eigenvalues in a list and two rates are expected: {form}.")
        for name, numbers in (("eigenvalue", eigenvalues), ("rate", rates)):
            for n, number in enumerate(numbers):
                if is_blank(number):
                    return says(None, f"The {('first', 'second')[n]} {name} is still blank.")
                if np.isnan(numbers_or_nothing([number])).any() or np.ndim(number):
                    return says(
                        None, f"The {('first', 'second')[n]} {name} should be a number, but {shown(number)} came."
                    )
        for mistake in (_of_eigenvalues(eigenvalues), _of_rates(rates)):
            if mistake is not None:
                return says(False, mistake.sentence, mistake.name)
        return says(
            True,
            " ".join([*["Both eigenvalues are right."] * bool(eigenvalues), *["Both rates are right."] * bool(rates)]),
        )


def _sorted_out(things):
    """Eigenvalues and rates, two numbers each or none; None for the first if they are others."""
    if is_nested(things):
        return None, None
    lists = [list(thing) for thing in things if isinstance(thing, (list, tuple, np.ndarray)) and np.ndim(thing) == 1]
    numbers = [thing for thing in things if np.ndim(thing) == 0]
    if numbers == [...] and len(things) == 1:
        return [...], []
    if len(lists) == 1 and len(lists[0]) == 4 and not numbers:
        lists = [lists[0][:2], lists[0][2:]]
    if len(lists) == 0 and len(numbers) == 4:
        lists, numbers = [numbers[:2]], numbers[2:]
    if len(lists) == 2 and not numbers:
        lists, numbers = lists[:1], lists[1]
    if len(lists) > 1 or any(len(some) != 2 for some in lists) or len(numbers) not in (0, 2):
        return None, None
    return (lists[0] if lists else []), numbers


def _same(a, b):
    return np.allclose(np.array(a, dtype=float), b, rtol=0, atol=6e-4)


def _of_eigenvalues(given):
    right = eigenvectors()[0]
    if not given or _same(sorted(given), right):
        return None
    if _same(given, -right) or _same(sorted(given), sorted(-right)):
        return Mistake("sign", "The eigenvalues have the reversed sign.")
    good = [value for value in right if any(_same(value, one) for one in given)]
    hint = "the Hessian times (1, 1) and times (1, -1) shows both"
    return Mistake(
        None,
        f"{good[0]:g} is an eigenvalue, the other number is not: {hint}."
        if good
        else f"These are not the eigenvalues: {hint}.",
    )


def _of_rates(given):
    if not given:
        return None
    gentle, steep = eigenvectors()[0]
    equal, bounce = 2 / (gentle + steep), 2 / steep
    if _same(given, (equal, bounce)):
        return None
    if _same(given, (bounce, equal)):
        return Mistake(
            "swapped_rates",
            "The two rates are exchanged: first that of the equal bars, then that of the endless bounce.",
        )
    first, second = (float(number) for number in given)
    if not _same(first, equal):
        left = f"{abs(1 - gentle * first):.3g} and {abs(1 - steep * first):.3g} of the error"
        factors = f"a step with rate {first:.3g} leaves {left}"
        return Mistake(None, f"The first rate does not make the bars equally long: {factors}.")
    return Mistake(
        None,
        f"The second rate does not bounce for ever: at {second:.3g} a step multiplies the steep error by "
        f"{1 - steep * second:.3g}, which should be -1.",
    )
