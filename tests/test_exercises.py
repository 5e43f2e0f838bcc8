"""The checks of a student's numbers and code: right, blank, and every slip by its sentence."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from lab3_helpers import descent, network
from lab3_helpers.exercises import check_code, check_numbers

STEPS = [(9, 3), (8, 4), (8, 4)]


def optimizer(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, grad, max_steps, alpha).x


def central_difference(func, params, eps):
    return [(func(params + step) - func(params - step)) / (2 * eps) for step in eps * np.eye(len(params))]


def forward_difference(func, params, eps):
    return [(func(params + step) - func(params)) / eps for step in eps * np.eye(len(params))]


RIGHT = {
    "1.4": (descent.f, descent.f_gradient),
    "1.5": (optimizer,),
    "3.1": (network.predict,),
    "3.2": (network.loss,),
    "3.3": (network.gradient,),
    "3.4": (central_difference,),
}


def blank(*arguments):
    """A function as the notebook hands it out."""
    ...


@pytest.mark.parametrize("question", RIGHT)
def test_right_code_is_right(question):
    verdict = check_code(question, *RIGHT[question])
    assert verdict.correct is True, verdict.message


@pytest.mark.parametrize("question", RIGHT)
def test_lists_are_as_good_as_arrays(question):
    wrapped = [lambda *a, f=f: np.asarray(f(*a)).tolist() for f in RIGHT[question]]
    assert check_code(question, *wrapped).correct is True


@pytest.mark.parametrize("question", RIGHT)
def test_blank_code_is_open(question):
    verdict = check_code(question, *[blank] * len(RIGHT[question]))
    assert verdict.correct is None and verdict.message == "blank returns nothing: it is not written yet, or its return is missing."
    verdict = check_code(question, *[lambda *a: ...] * len(RIGHT[question]))
    assert verdict.correct is None and verdict.message.endswith("is not written yet: it returns a blank (...).")


def test_the_first_blank_is_named():
    def gradient(params, x, y):
        dL_dfout = network.predict(params, x) - y
        dfout_dfin = ...
        dL_dc = dL_dfout * dfout_dfin
        return dL_dc

    verdict = check_code("3.3", gradient)
    assert verdict.correct is None
    assert verdict.message == "gradient is not written yet: dfout_dfin is still blank (...)."


def test_a_blank_that_reaches_our_own_functions_is_a_blank():
    def optimizer(x0, func, grad, max_steps, alpha):
        x = ...
        return func(x)

    verdict = check_code("1.5", optimizer)
    assert verdict.correct is None
    assert verdict.message == "optimizer is not written yet: x is still blank (...)."
    assert check_code("1.4", descent.f, lambda x: np.array([..., ...])).correct is None


def test_the_students_exception_stays_theirs():
    def broken(params, x):
        return params["b1"]

    with pytest.raises(IndexError):
        check_code("3.1", broken)

    def adds_text(params, x):
        return params + "1"

    with pytest.raises(TypeError):
        check_code("3.1", adds_text)


def test_changing_the_argument_in_place_is_named():
    def in_place(x0, func, grad, max_steps, alpha):
        x0 -= alpha * grad(x0)
        return x0

    verdict = check_code("1.5", in_place)
    assert verdict.correct is False and "work in place" in verdict.message


def test_ignoring_the_function_that_was_handed_in_fails():
    def only_f(x0, func, grad, max_steps, alpha):
        return descent.gradient_descent(x0, descent.f, descent.f_gradient, max_steps, alpha).x

    verdict = check_code("1.5", only_f)
    assert verdict.correct is False and "(x1 - 1)^2 + 10 (x2 + 2)^2" in verdict.message


def never_stops(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, grad, max_steps, alpha, tol=None).x


def one_too_early(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, grad, max_steps, alpha).path[-2]


def one_too_many(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, grad, max_steps + 1, alpha, tol=None).x


def uphill(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, lambda x: -np.asarray(grad(x)), max_steps, alpha).x


def two_coordinates_only(x0, func, grad, max_steps, alpha):
    x, v = x0, func(x0)
    for _ in range(max_steps):
        g = grad(x)
        x = np.array([x[0] - alpha * g[0], x[1] - alpha * g[1]])
        if v - (v := func(x)) < 1e-4:
            break
    return x


def on_plain_lists(x0, func, grad, max_steps, alpha):
    x, v = list(x0), func(list(x0))
    for _ in range(max_steps):
        x = [one - alpha * slope for one, slope in zip(x, grad(x))]
        if v - (v := func(x)) < 1e-4:
            break
    return x


def test_an_optimizer_may_keep_its_point_in_a_list():
    assert check_code("1.5", on_plain_lists).correct is True


@pytest.mark.parametrize(
    ("question", "functions", "sentence"),
    [
        ("1.4", (lambda x: (x[0] - 6) ** 2 + x[1] ** 2 + x[0] * x[1], descent.f_gradient), "subtracted, not added"),
        ("1.4", (descent.f, lambda x: descent.f_gradient(x)[::-1]), "the two components are swapped"),
        ("1.4", (descent.f, lambda x: -descent.f_gradient(x)), "the sign is reversed"),
        ("1.4", (descent.f, lambda x: [2 * (x[0] - 6), 2 * x[1] - x[0]]), "df/dx1 should be -15.25, but -15 came"),
        ("1.4", (lambda x: x, descent.f_gradient), "expected one number, 56.6875, but an array of shape (2,) came"),
        ("1.4", (lambda x: "0", descent.f_gradient), "numbers are expected, but '0' came"),
        ("1.5", (never_stops,), "the early stop never acts"),
        ("1.5", (one_too_early,), "one step too few"),
        ("1.5", (lambda x0, func, grad, n, alpha: optimizer(x0, func, grad, n - 1, alpha),), "one step too few"),
        ("1.5", (two_coordinates_only,), "x1^2 + 2 x2^2 + 3 x3^2: from (1, -1, 2), max_steps = 5, alpha = 0.1: "
         "expected an array of shape (3,), but an array of shape (2,) came"),
        ("1.4", (lambda x1, x2: x1, descent.f_gradient), "must take 1 argument, as in the cell"),
        ("1.5", (one_too_many,), "one step too many"),
        ("1.5", (uphill,), "you went uphill"),
        ("1.5", (lambda x0, func, *rest: func(x0),), "expected an array of shape (2,), but one number, 0 came"),
        ("1.5", (lambda x0, *rest: x0 * 1.0,), "expected (7.943505, 4.056495), but (6, 6) came"),
        ("3.1", (lambda p, x: np.round(network.predict(p, x), 7),), "off by 4e-08; is something rounded, or a guard too large?"),
        ("3.1", (lambda p, x: network.predict(p, x)[:2],), "expected an array of shape (5,), but an array of shape (2,) came"),
        ("3.1", (lambda p, x: 1 - network.predict(p, x),), "predict with the sheet's parameters: expected (0.4491225"),
        ("3.1", (lambda p, x: network.predict(p),), "on three other points"),
        ("3.2", (lambda p, x, y: 5 * network.loss(p, x, y),), "the sum over the points"),
        ("3.2", (lambda p, x, y: network.loss(p, x, y) * len(y) / 5,), "divide by the number of points"),
        ("3.2", (lambda p, x, y: -network.loss(p, x, y),), "the sign is reversed"),
        ("3.2", (lambda p, x, y: network.loss(p),), "on three other points"),
        ("3.3", (lambda p, x, y: len(y) * network.gradient(p, x, y),), "the sum over the points"),
        ("3.3", (lambda p, x, y: len(y) / 5 * network.gradient(p, x, y),), "divide by the number of points, not by 5"),
        ("3.3", (lambda p, x, y: network.gradient(p, x, y)[[0, 1, 2, 4, 3, 5, 6, 7, 8]],), "w12 and w21 are swapped"),
        ("3.3", (lambda p, x, y: network.gradient(p, x, y) * [1, 1, 1, 1, 1, 1, 1, 1, -1],), "dL/du2 should be -0.06480158, but 0.06480158 came"),
        ("3.3", (lambda p, x, y: network.gradient(p),), "on three other points"),
        ("3.4", (forward_difference,), "p1^3 + p1 p2 at (2, -1), eps = 0.1: the step goes to one side only"),
        ("3.4", (lambda f, p, e: -np.array(central_difference(f, p, e)),), "the sign is reversed"),
        ("3.4", (lambda f, p, e: 2 * np.array(central_difference(f, p, e)),), "divide by 2 eps"),
        ("3.4", (lambda f, p, e: e**2 * np.array(central_difference(f, p, e)),), "/ 2 * eps multiplies by eps"),
        ("3.4", (lambda f, p, e: [(f(p + e) - f(p - e)) / (2 * e)] * len(p),), "one parameter at a time"),
        ("3.4", (lambda f, p, e: central_difference(f, p, 1e-5),), "slope 1 should be 11.01, but 11 came"),
        ("3.4", (lambda f, p, e: network.numerical_gradient(p, e) if len(p) == 9 else central_difference(f, p, e) + [0],),
         "expected an array of shape (2,), but an array of shape (3,) came"),
    ],
)  # fmt: skip
def test_wrong_code_is_wrong_and_says_why(question, functions, sentence):
    verdict = check_code(question, *functions)
    assert verdict.correct is False
    assert sentence in verdict.message


def test_what_is_not_a_function_is_not_judged():
    assert check_code("3.1", 3).correct is None
    with pytest.raises(ValueError, match="check_code knows the questions 1.4, 1.5, 3.1, 3.2, 3.3, 3.4, but '9' came."):
        check_code("9", blank)
    with pytest.raises(ValueError, match=r"but \['1.4'\] came."):
        check_code(["1.4"], blank)
    with pytest.raises(ValueError, match=r"Question 1.4 asks for 2 function\(s\), but 1 came."):
        check_code("1.4", blank)


def test_a_result_that_is_off_by_more_than_rounding_is_not_called_rounded():
    message = check_code("3.1", lambda p, x: network.predict(p, x) + 1e-4).message
    assert "rounded" not in message and "expected (0.4491225" in message


def test_a_question_ends_with_a_question_mark_alone():
    assert check_code("1.5", one_too_early).message.endswith("is the point after it returned?")


def test_exact_numbers_are_numbers():
    for one in (Fraction(1), sympy.Integer(1), sympy.Float(1)):
        assert check_numbers("1.2", [[one * int(x) for x in point] for point in STEPS]).correct is True
    assert check_numbers("1.2", np.array(STEPS, dtype=object)).correct is True
    assert check_code("1.4", lambda x: sympy.Float(descent.f(x)), descent.f_gradient).correct is True


def test_the_three_steps():
    assert check_numbers("1.2", STEPS).correct is True
    assert check_numbers("1.2", np.array(STEPS)).correct is True


@pytest.mark.parametrize(
    ("numbers", "correct", "sentence"),
    [
        ([..., ..., ...], None, "The point after step 1 is still blank."),
        ([(9, 3), (8, ...), ...], None, "The point after step 2 is still blank."),
        (..., None, "The point after step 1 is still blank."),
        ([(9, 3)], None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but [(9, 3)] came."),
        ("(9,3)", None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but '(9,3)' came."),
        (np.array(5.0), None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but 5.0 came."),
        (9, None, "A list of three points was expected, [(x1, x2), (x1, x2), (x1, x2)], but 9 came."),
        ([(9, 3), 8, 4], None, "The point after step 2 should be two numbers (x1, x2), but 8 came."),
        ([("a", "b"), 8, 4], None, "The point after step 1 should be two numbers (x1, x2), but ('a', 'b') came."),
        ([(3, 9), (8, 4), (8, 4)], False, "Step 1 from (6, 6) with step size 1/2 does not lead to (3, 9). You went uphill: subtract the gradient."),
        ([(9, 3), (4, 8), (8, 4)], False, "Step 2 from (9, 3) with step size 1/3 does not lead to (4, 8). The two coordinates are swapped."),
        ([(6, 6), (9, 3), (8, 4)], False, "Step 1 from (6, 6) with step size 1/2 does not lead to (6, 6). That is the point before the step; the next one is asked for."),
        ([(-6, 6), (3, -3), (0, 0)], False, "Step 1 from (6, 6) with step size 1/2 does not lead to (-6, 6). That is the gradient; subtract the step size times it from the point."),
        ([(9, 3), (8, 4), (8, 5)], False, "Step 3 from (8, 4) with step size 1/4 does not lead to (8, 5)."),
    ],
)  # fmt: skip
def test_steps_that_are_blank_or_wrong(numbers, correct, sentence):
    verdict = check_numbers("1.2", numbers)
    assert (verdict.correct, verdict.message) == (correct, sentence)


def test_forgotten_brackets_around_the_points_do_not_matter():
    assert check_numbers("1.2", *STEPS).correct is True
    assert check_numbers("1.2", ..., ..., ...).correct is None


def test_an_unknown_question_of_numbers():
    with pytest.raises(ValueError, match="check_numbers knows the question '1.2', but '1.3' came."):
        check_numbers("1.3", STEPS)
