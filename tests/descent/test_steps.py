"""Question 1.2: three steps on paper."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from lab3_helpers import check, descent, solution
from lab3_helpers.descent.questions import steps_table

STEPS = [(9, 3), (8, 4), (8, 4)]


def test_exact_numbers_are_numbers():
    for one in (Fraction(1), sympy.Integer(1), sympy.Float(1)):
        assert check("1.2", [[one * int(x) for x in point] for point in STEPS]).correct is True
    assert check("1.2", np.array(STEPS, dtype=object)).correct is True


def test_the_three_steps():
    assert check("1.2", STEPS).correct is True
    assert check("1.2", np.array(STEPS)).correct is True


@pytest.mark.parametrize(
    ("numbers", "correct", "sentence"),
    [
        ([..., ..., ...], None, "The point after step 1 is still blank."),
        ([(9, 3), (8, ...), ...], None, "The point after step 2 is still blank."),
        (..., None, "The point after step 1 is still blank."),
        ([(9, 3)], None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but [(9, 3)] came."),
        ("(9,3)", None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but '(9,3)' came."),
        (np.array(5.0), None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but 5.0 came."),
        ([(9, 3), ...], None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but [(9, 3), Ellipsis] came."),
        ([(9, 3), (8, 4, 0)], None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but [(9, 3), (8, 4, 0)] came."),
        ([STEPS, 3], None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but [[(9, 3), (8, 4), (8, 4)], 3] came."),
        (map(list, STEPS), None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but a map came."),
        (9, None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but 9 came."),
        ([(9, 3), 8, 4], None, "The point after step 2 should be two numbers (x1, x2), but 8 came."),
        ([("a", "b"), 8, 4], None, "The point after step 1 should be two numbers (x1, x2), but ('a', 'b') came."),
        ([(3, 9), (8, 4), (8, 4)], False, "Step 1 from (6, 6) with step size 1/2 does not lead to (3, 9). You went uphill: subtract the gradient. The steps after it follow from it."),
        ([(9, 3), (4, 8), (8, 4)], False, "Step 2 from (9, 3) with step size 1/3 does not lead to (4, 8). The two coordinates are swapped."),
        ([(6, 6), (9, 3), (8, 4)], False, "Step 1 is the first that is not right: the start (6, 6) is counted as a step; the point after step 1 comes first."),
        ([(-6, 6), (3, -3), (0, 0)], False, "Step 1 is the first that is not right: these are the gradients; subtract the step size times the gradient from the point."),
        ([(9, 3), (8, 4), (8, 5)], False, "Step 3 from (8, 4) with step size 1/4 does not lead to (8, 5). The gradient at (8, 4) is (0, 0): what does a step do there?"),
    ],
)  # fmt: skip
def test_steps_that_are_blank_or_wrong(numbers, correct, sentence):
    verdict = check("1.2", numbers)
    assert (verdict.correct, verdict.message) == (correct, sentence)


def test_forgotten_brackets_around_the_points_do_not_matter():
    assert check("1.2", *STEPS).correct is True
    assert check("1.2", ..., ..., ...).correct is None


def test_the_sheets_table():
    run = descent.gradient_descent((6, 6), descent.f, descent.f_gradient, 3, [1 / 2, 1 / 3, 1 / 4])
    cells = [line.split("   ") for line in steps_table(run).splitlines()]
    assert [[cell.strip() for cell in row if cell.strip()] for row in cells] == [
        ["t", "x", "f(x)", "gradient", "next x"],
        ["1", "(6, 6)", "0", "(-6, 6)", "(9, 3)"],
        ["2", "(9, 3)", "-9", "(3, -3)", "(8, 4)"],
        ["3", "(8, 4)", "-12", "(0, 0)", "(8, 4)"],
    ]
    assert "1   (6, 6)   0      (-6, 6)    (9, 3)" in str(solution("1.2"))


@pytest.mark.parametrize("things, correct, said", [
    (([1, 3], 1 / 2, 2 / 3), True, "Both eigenvalues are right. Both rates are right."),
    (([3, 1], Fraction(1, 2), Fraction(2, 3)), True, "Both"), (([1, 3],), True, "Both eigenvalues are right."),
    ((0.5, 0.667), True, "Both rates are right."), ((1, 3, 0.5, 2 / 3), True, "Both"), (([1, 3], [0.5, 2 / 3]), True, "Both"),
    ((2 / 3, 1 / 2), False, "The two rates are exchanged"), (([-1, -3],), False, "reversed sign"), (([1, 2],), False, "1 is an eigenvalue"),
    ((1 / 3, 2 / 3), False, "leaves 0.667 and 0 of the error"), ((1 / 2, 0.7), False, "by -1.1, which should be -1"), ((0.5, 0.66), False, "second rate"),
    (([..., ...], ..., ...), None, "The first eigenvalue is still blank."), (([1, 3], 0.5, ...), None, "The second rate is still blank."),
    ((1,), None, "Two eigenvalues in a list and two rates are expected"), (("a", "b"), None, "should be a number"), (([1, 3, 2],), None, "Two eigenvalues"),
    *((things, None, "Two eigenvalues in a list and two rates are expected") for things in (
        (np.linalg.eigh(descent.HESSIAN), 1 / 2, 2 / 3), (([1, 3], 1 / 2, 2 / 3),), ([1, [3]], 1 / 2, 2 / 3), ([1, 3], [[1 / 2], 2 / 3]), ([[7, 9]], 1 / 2, 2 / 3))),
])
def test_eigenvalues_and_rates(things, correct, said):
    verdict = check("1.3", *things)
    assert verdict.correct is correct and said in verdict.message
    assert "1/2" in str(solution("1.3")) and "2/3" in str(solution("1.3"))


@pytest.mark.parametrize("points, mistake", [
    ([(12, 0), (4, 8), (12, 0)], "alpha"), ([(9, 3), (7.5, 4.5), (8.25, 3.75)], "one_step_size"), ([(3, -3), (-1, 1), (0, 0)], "displacement"),
    ([(6, 6), (9, 3), (8, 4)], "start_included"), ([(3, 9), (4, 8), (4, 8)], "index_swap"), ([(9, 3), (7.5, 4.5), (8, 4)], "alpha"),
    ([(9, 6), (8, 4), (8, 4)], "one_component"), ([(9, 9), (8, 4), (8, 4)], "sign"),
])
def test_what_went_wrong_in_the_steps_is_named(points, mistake):
    assert (check("1.2", points).correct, check("1.2", points).mistake) == (False, mistake), check("1.2", points).message
