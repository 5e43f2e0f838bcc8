"""The checks of a student's code, through the door: right, blank, and every slip by its name and its sentence."""

from functools import cache

import numpy as np
import pytest
import sympy

from lab3_helpers import check, descent, network, solution
from lab3_helpers.student_code.mistakes import MISTAKES
from lab3_helpers.descent import questions as descent_questions
from lab3_helpers.network import questions as network_questions

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
    verdict = check(question, *RIGHT[question])
    assert verdict.correct is True, verdict.message


@pytest.mark.parametrize("question", RIGHT)
def test_lists_are_as_good_as_arrays(question):
    wrapped = [lambda *a, f=f: np.asarray(f(*a)).tolist() for f in RIGHT[question]]
    assert check(question, *wrapped).correct is True


@pytest.mark.parametrize("question", RIGHT)
def test_blank_code_is_open(question):
    verdict = check(question, *[blank] * len(RIGHT[question]))
    assert verdict.correct is None and verdict.message == "blank returns nothing: it is not written yet, or its return is missing."
    verdict = check(question, *[lambda *a: ...] * len(RIGHT[question]))
    assert verdict.correct is None and verdict.message.endswith("is not written yet: it returns a blank (...).")


def test_the_first_blank_is_named():
    def gradient(params, x, y):
        dL_dfout = network.predict(params, x) - y
        dfout_dfin = ...
        dL_dc = dL_dfout * dfout_dfin
        return dL_dc

    verdict = check("3.3", gradient)
    assert verdict.correct is None
    assert verdict.message == "gradient is not written yet: dfout_dfin is still blank (...)."


def test_a_blank_that_reaches_our_own_functions_is_a_blank():
    def optimizer(x0, func, grad, max_steps, alpha):
        x = ...
        return func(x)

    verdict = check("1.5", optimizer)
    assert verdict.correct is None
    assert verdict.message == "optimizer is not written yet: x is still blank (...)."
    assert check("1.4", descent.f, lambda x: np.array([..., ...])).correct is None


def test_the_students_exception_stays_theirs():
    def broken(params, x):
        return params["b1"]

    with pytest.raises(IndexError):
        check("3.1", broken)

    def adds_text(params, x):
        return params + "1"

    with pytest.raises(TypeError):
        check("3.1", adds_text)

    with pytest.raises(TypeError, match="unhashable"):
        check("1.4", cache(descent.f), descent.f_gradient)


def test_changing_the_argument_in_place_is_named():
    def in_place(x0, func, grad, max_steps, alpha):
        x0 -= alpha * grad(x0)
        return x0

    verdict = check("1.5", in_place)
    assert verdict.correct is False and "work in place" in verdict.message


def test_ignoring_the_function_that_was_handed_in_fails():
    def only_f(x0, func, grad, max_steps, alpha):
        return descent.gradient_descent(x0, descent.f, descent.f_gradient, max_steps, alpha).x

    verdict = check("1.5", only_f)
    assert verdict.correct is False and verdict.mistake == "ignores_argument" and "func" in verdict.message


async def on_another_day(x):
    return descent.f(x)


def never_stops(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, grad, max_steps, alpha, tol=None).x


def one_too_early(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, grad, max_steps, alpha).path[-2]


def one_too_many(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, grad, max_steps + 1, alpha, tol=None).x


def uphill(x0, func, grad, max_steps, alpha):
    return descent.gradient_descent(x0, func, lambda x: -np.asarray(grad(x)), max_steps, alpha).x


STEPS_OF_1_5 = {
    "x = x - alpha * grad(x)": "the update is right, now the loop",
    "for step in range(max_steps): x = x - alpha * grad(x)": "the update and the loop are right, now the stop",
}


@pytest.mark.parametrize(("body", "said"), STEPS_OF_1_5.items())
def test_the_optimizer_is_checked_as_it_grows(body, said):
    names = {"np": np}
    exec(f"def grown(x0, func, grad, max_steps, alpha):\n    x = np.array(x0, dtype=float)\n    {body}\n    return x", names)
    verdict = check("1.5", names["grown"])
    assert verdict.correct is False and f": {said}: " in verdict.message


def test_a_wrong_update_is_not_called_right():
    for body in ("x = x + alpha * grad(x)", "x = alpha * grad(x)", "x = x - grad(x)"):
        names = {"np": np}
        exec(f"def grown(x0, func, grad, max_steps, alpha):\n    x = np.array(x0, dtype=float)\n    {body}\n    return x", names)
        assert "is right" not in check("1.5", names["grown"]).message


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
    assert check("1.5", on_plain_lists).correct is True


@pytest.mark.parametrize(
    ("question", "functions", "sentence"),
    [
        ("1.4", (lambda x: (x[0] - 6) ** 2 + x[1] ** 2 + x[0] * x[1], descent.f_gradient), "subtracted, not added"),
        ("1.4", (descent.f, lambda x: descent.f_gradient(x)[::-1]), "the two components are swapped"),
        ("1.4", (descent.f, lambda x: -descent.f_gradient(x)), "the sign is reversed"),
        ("1.4", (descent.f, lambda x: [2 * (x[0] - 6), 2 * x[1] - x[0]]), "(df/dx1) should be -15.25, but -15 came: in df/dx1, the factor of x2 is 0, not -1"),
        ("1.4", (lambda x: x, descent.f_gradient), "should be one number, 56.6875, but an array of shape (2,) came."),
        ("1.4", (lambda x: "0", descent.f_gradient), "returns the text '0': numbers are expected"),
        ("1.4", (lambda x: x.sum, descent.f_gradient), "but a function came: call it, with round brackets."),
        ("1.4", (lambda x: map(float, x), descent.f_gradient), "returns a map, which holds no numbers yet"),
        ("1.4", (on_another_day, descent.f_gradient), "is written with async def, which returns no numbers"),
        ("1.4", (lambda x: [object()], descent.f_gradient), "but [an object] came."),
        ("1.5", (lambda x0, func, *rest: func,), "but a function came: call it, with round brackets."),
        ("1.5", (lambda x0, func, *rest: func(),), "must call func with the point alone."),
        ("1.5", (lambda x0, func, *rest: func(x0, 3),), "must call func with the point alone."),
        ("1.5", (lambda x0, func, *rest: 2 * func,), "calculates with a function itself: call it, as in func(x)."),
        ("1.5", (never_stops,), "the early stop never acts"),
        ("1.5", (one_too_early,), "one step too few"),
        ("1.5", (lambda x0, func, grad, n, alpha: optimizer(x0, func, grad, n - 1, alpha),), "one step too few"),
        ("1.5", (two_coordinates_only,), "works for the first start, but not for other sizes: is a size written as a number?"),
        ("1.4", (lambda x1, x2: x1, descent.f_gradient), "must take 1 argument, (x), as in the cell"),
        ("1.5", (one_too_many,), "it makes 11 updates, while max_steps is 10"),
        ("1.5", (uphill,), "you went uphill"),
        ("1.5", (lambda x0, func, *rest: func(x0),), "should be an array of shape (2,), but one number, 0 came: grad is never called"),
        ("1.5", (lambda x0, *rest: x0 * 1.0,), "should be (7.943505, 4.056495), but (6, 6) came: the start comes back"),
        ("3.1", (lambda p, x: np.round(network.predict(p, x), 7),), "it is rounded to 7 decimals"),
        ("3.1", (lambda p, x: np.round(network.predict(p, x), 9),), "it is rounded to 9 decimals"),
        ("3.1", (lambda p, x: network.predict(p, x) + 5e-10 * (x[:, 0] > 0),), "is something rounded, or a guard too large?"),
        ("3.1", (lambda p, x: network.predict(p, x if len(x) == 5 else x[0]),), "is a size written as a number? (x must hold one point"),
        ("3.1", (lambda p, x: network.predict(p, x)[:2],), "should be an array of shape (5,), but an array of shape (2,) came."),
        ("3.1", (lambda p, x: 1 - network.predict(p, x),), "the minus in np.exp(-f_in) is missing"),
        ("3.1", (lambda p, x: network.predict(p),), "the three points are others than the sheet's"),
        ("3.2", (lambda p, x, y: 5 * network.loss(p, x, y),), "it is 5 times too large everywhere"),
        ("3.2", (lambda p, x, y: network.loss(p, x, y) * len(y) / 5,), "divide by the number of points"),
        ("3.2", (lambda p, x, y: -network.loss(p, x, y),), "the sign is reversed"),
        ("3.2", (lambda p, x, y: network.loss(p),), "for this one point with y = 1"),
        ("3.3", (lambda p, x, y: len(y) * network.gradient(p, x, y),), "the sum over the points"),
        ("3.3", (lambda p, x, y: len(y) / 5 * network.gradient(p, x, y),), "divide by the number of points, not by 5"),
        ("3.3", (lambda p, x, y: network.gradient(p, x, y)[[0, 1, 2, 4, 3, 5, 6, 7, 8]],), "w12 and w21 are exchanged"),
        ("3.3", (lambda p, x, y: network.gradient(p, x, y) * [1, 1, 1, 1, 1, 1, 1, 1, -1],), "(dL/du2) should be -0.06480158, but 0.06480158 came: all are right but dL/du2."),
        ("3.3", (lambda p, x, y: network.gradient(p),), "it is right, but not for these three"),
        ("3.4", (forward_difference,), "should be (11.01, 2), but (11.61, 2) came: that is a forward difference"),
        ("3.4", (lambda f, p, e: -np.array(central_difference(f, p, e)),), "the sign is reversed"),
        ("3.4", (lambda f, p, e: 2 * np.array(central_difference(f, p, e)),), "divide by 2 eps"),
        ("3.4", (lambda f, p, e: e**2 * np.array(central_difference(f, p, e)),), "/ 2 * eps multiplies by eps"),
        ("3.4", (lambda f, p, e: [(f(p + e) - f(p - e)) / (2 * e)] * len(p),), "one parameter at a time"),
        ("3.4", (lambda f, p, e: central_difference(f, p, 1e-5),), "should be (11.01, 2), but (11, 2) came: the step is a small number of its own"),
        ("3.4", (lambda f, p, e: network.numerical_gradient(p, e) if len(p) == 9 else central_difference(f, p, e) + [0],),
         "should be an array of shape (2,), but an array of shape (3,) came: func is never called"),
    ],
)  # fmt: skip
def test_wrong_code_is_wrong_and_says_why(question, functions, sentence):
    verdict = check(question, *functions)
    assert verdict.correct is False
    assert sentence in verdict.message


@pytest.mark.parametrize("things, sentence", [
    ((3,), 'A function is asked for, but 3 came: write check("3.1", predict).'),
    ((blank, blank), 'One function is asked for, but 2 came: write check("3.1", predict).'),
    ((), 'Still blank: write check("3.1", predict).'),
    ((...,), 'Still blank: write check("3.1", predict).'),
])
def test_what_is_not_the_function_asked_for_is_not_judged(things, sentence):
    verdict = check("3.1", *things)
    assert (verdict.correct, verdict.message) == (None, sentence)


def test_two_functions_are_asked_for_by_name():
    assert check("1.4", blank).message == '2 functions are asked for, but 1 came: write check("1.4", value, value_gradient).'
    assert check("1.4", descent.f, ...).message == 'value_gradient is still blank: write check("1.4", value, value_gradient).'


def test_every_name_of_a_mistake_is_listed():
    for module in (descent_questions, network_questions):
        for asked in module.QUESTIONS.values():
            for task in asked.tasks if hasattr(asked, "tasks") else ():
                assert {slip.mistake for slip in task.slips} <= set(MISTAKES)


@pytest.mark.parametrize("question", RIGHT)
def test_the_worked_solution_is_right(question):
    asked = (descent_questions.QUESTIONS | network_questions.QUESTIONS)[question]
    assert asked.answer.splitlines()[0] in str(solution(question))
    names = {"np": np, "network": network}
    exec(asked.answer, names)
    assert check(question, *(names[name] for name in asked.functions)).correct is True


def test_a_result_that_is_off_by_more_than_rounding_is_not_called_rounded():
    message = check("3.1", lambda p, x: network.predict(p, x) + 1e-4).message
    assert "rounded" not in message and "should be 0.5, but 0.5001 came" in message


def test_a_question_ends_with_a_question_mark_alone():
    assert check("1.5", lambda x0, func, grad, n, alpha: optimizer(x0, func, grad, n - 1, alpha)).message.endswith("is the point after it returned?")


def test_exact_numbers_are_numbers():
    assert check("1.4", lambda x: sympy.Float(descent.f(x)), descent.f_gradient).correct is True
