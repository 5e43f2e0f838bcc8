"""Exercise 1 against R, against exact mathematics, and against bad input."""

import json
from pathlib import Path

import numpy as np
import pytest

from lab3_helpers.descent import f, f_gradient, gradient_descent

ORACLE = json.loads((Path(__file__).parents[1] / "data" / "r_oracle_sample.json").read_text(encoding="utf-8"))
DATA = ORACLE["exercise1"]


def test_value_and_gradient_at_the_sheets_points():
    assert f((6, 6)) == 0
    assert f_gradient((6, 6)).tolist() == [-6, 6]
    assert f([(9, 3), (8, 4)]).tolist() == [-9, -12]
    assert f_gradient([(9, 3), (8, 4)]).tolist() == [[3, -3], [0, 0]]


def test_gradient_agrees_with_sympy():
    import sympy

    x1, x2 = sympy.symbols("x1 x2")
    expression = (x1 - 6) ** 2 + x2**2 - x1 * x2
    exact = sympy.lambdify((x1, x2), [sympy.diff(expression, x) for x in (x1, x2)])
    value = sympy.lambdify((x1, x2), expression)
    points = np.random.default_rng(1).normal(size=(50, 2)) * 10
    assert np.allclose(f_gradient(points), [exact(*p) for p in points], rtol=0, atol=1e-12)
    assert np.allclose(f(points), [value(*p) for p in points], rtol=0, atol=1e-12)


def test_the_paper_steps():
    descent = gradient_descent((6, 6), f, f_gradient, 3, [1 / 2, 1 / 3, 1 / 4])
    assert np.allclose(descent.path, [(6, 6), (9, 3), (8, 4), (8, 4)], atol=1e-14)
    assert np.allclose(descent.values, [0, -9, -12, -12], atol=1e-13)
    assert descent.reason == "plateau" and descent.steps == 3


def test_the_sheets_result():
    x = gradient_descent((6, 6), f, f_gradient, 10, 0.1).x
    assert [f"{v:.6f}" for v in x] == ["7.943505", "4.056495"]
    assert x[0] == pytest.approx(8 - 2 * 0.7**10, abs=1e-14)


@pytest.mark.parametrize("case", DATA, ids=lambda c: f"{c['x0']}-{c['alpha']:.2f}")
def test_agrees_with_r(case):
    descent = gradient_descent(
        case["x0"], f, f_gradient, case["max_steps"], case["alpha"], tol=1e-4 if case["rule"] else None
    )
    if case["value"] == "Inf":
        # R runs on with an infinite value; we stop there and say so.
        assert descent.reason == "not finite" and descent.steps < case["steps"]
        return
    assert (descent.steps, descent.reason) == (case["steps"], case["stopped"])
    assert np.allclose(descent.x, np.array(case["x"], float), rtol=1e-12, atol=1e-12)
    assert descent.value == pytest.approx(float(case["value"]), rel=1e-11, abs=1e-11)


def test_every_step_scales_each_eigenvector():
    for eigenvalue, direction in ((1, (1, 1)), (3, (1, -1))):
        for alpha in (0.1, 0.3, 0.5, 0.6, 0.9):
            start = np.array((8, 4)) + direction
            end = gradient_descent(start, f, f_gradient, 1, alpha, tol=None).x
            assert np.allclose(end - (8, 4), (1 - alpha * eigenvalue) * np.array(direction), atol=1e-13)


def test_stopping_reasons():
    def reason(alpha, **options):
        return gradient_descent((6, 6), f, f_gradient, 1000, alpha, **options).reason

    assert reason(0.1) == "plateau"
    assert reason(0.7) == "increase"
    assert reason(0.1, tol=None) == "max_steps"
    assert reason(1e200, tol=None) == "not finite"


def test_divergence_ends_without_a_warning(recwarn):
    descent = gradient_descent((6, 6), f, f_gradient, 5000, 1.0, tol=None)
    assert descent.reason == "not finite"
    assert len(descent.path) == len(descent.values) == descent.steps + 1
    assert not np.isfinite(descent.value)
    assert not recwarn.list


def test_a_start_where_the_function_is_not_finite():
    descent = gradient_descent((0.0,), lambda x: -np.inf, lambda x: x, 5, 0.1)
    assert (descent.steps, descent.reason) == (0, "not finite")


def test_the_result_is_after_the_stopping_update():
    descent = gradient_descent((6, 6), f, f_gradient, 1000, 0.7)
    assert descent.steps == 1
    assert descent.values[1] > descent.values[0]
    assert np.array_equal(descent.x, descent.path[-1]) and descent.value == descent.values[-1]


def test_a_function_that_changes_its_argument_does_not_change_the_path():
    def shifts(x):
        x -= 1
        return f_gradient(x)

    path = gradient_descent((6, 6), f, shifts, 1, 0.1).path
    assert path[0].tolist() == [6, 6]
    np.testing.assert_allclose(path[1], [6, 6] - 0.1 * f_gradient((5, 5)))


def test_the_students_exception_stays_theirs():
    def broken(x):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        gradient_descent((6, 6), f, broken, 3, 0.1)


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        (dict(x0="66"), TypeError, "x0 must be numeric, but '66' came."),
        (dict(x0=(True, False)), TypeError, "x0 must be numeric, but (True, False) came."),
        (dict(x0=(0, 10**400)), ValueError, "x0 must be below 1.8e308, but (0, 100000000000000000...0000000000000000000) came."),
        (dict(x0=(0, 10**5000)), ValueError, "x0 must be below 1.8e308, but a number of thousands of digits came."),
        (dict(x0=(6, None)), TypeError, "x0 must be numeric, but (6, None) came."),
        (dict(x0=[(1, 2), 3]), ValueError, "x0 must be a regular array of numbers, but [(1, 2), 3] came."),
        (dict(x0=(6, np.nan)), ValueError, "x0 must hold finite numbers only, but (6, nan) came."),
        (dict(x0=(np.inf, 6)), ValueError, "x0 must hold finite numbers only, but (inf, 6) came."),
        (dict(x0=6), ValueError, "x0 must be one point, a list of numbers, but its shape is ()."),
        (dict(x0=[[6, 6]]), ValueError, "x0 must be one point, a list of numbers, but its shape is (1, 2)."),
        (dict(x0=()), ValueError, "x0 must be one point, a list of numbers, but its shape is (0,)."),
        (dict(max_steps=0), ValueError, "max_steps must be 1 or more, but 0 came."),
        (dict(max_steps=-3), ValueError, "max_steps must be 1 or more, but -3 came."),
        (dict(max_steps=10**19), ValueError, "max_steps must be 10000000 or less, but 10000000000000000000 came."),
        (dict(max_steps=2.5), TypeError, "max_steps must be a whole number, but 2.5 came."),
        (dict(max_steps=True), TypeError, "max_steps must be a whole number, but True came."),
        (dict(alpha=[0.1, 0.2]), ValueError, "alpha must be one learning rate, or one for each of the 10 steps, but its shape is (2,)."),
        (dict(alpha="fast"), TypeError, "alpha must be numeric, but 'fast' came."),
        (dict(alpha=np.inf), ValueError, "alpha must hold finite numbers only, but inf came."),
        (dict(tol=-1), ValueError, "tol must be one number of 0 or more, or None for no early stop, but -1 came."),
        (dict(tol="no"), TypeError, "tol must be numeric, but 'no' came."),
        (dict(func=3), TypeError, "func must be a function of one point, but 3 came."),
        (dict(grad=None), TypeError, "grad must be a function of one point, but None came."),
        (dict(func=lambda x: x), ValueError, "func must return one number, but it returned an array of shape (2,)."),
        (dict(func=lambda x: None), TypeError, "the value of func must be numeric, but None came."),
        (dict(grad=lambda x: 1.0), ValueError, "grad must return an array of shape (2,), but its shape is ()."),
        (dict(grad=lambda x: ...), TypeError, "the value of grad must be numeric, but Ellipsis came."),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(changes, error, sentence):
    arguments = dict(x0=(6, 6), func=f, grad=f_gradient, max_steps=10, alpha=0.1) | changes
    with pytest.raises(error) as caught:
        gradient_descent(**arguments)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("function", [f, f_gradient])
def test_bad_points_get_one_sentence(function):
    with pytest.raises(ValueError, match=r"x must hold two numbers along its last axis, but its shape is \(3,\)\."):
        function((1, 2, 3))
    with pytest.raises(TypeError, match="x must be numeric, but 'ab' came"):
        function("ab")


@pytest.mark.parametrize("x", [(1e200, 0), (np.inf, 1), (1e308, 1e308), (1e200, 1e200), (-1e200, 1e300)])
def test_far_outside_the_value_is_infinite_without_a_warning(x, recwarn):
    with np.errstate(all="raise"):
        assert f(x) == np.inf and f_gradient(x).shape == (2,)
    assert not recwarn.list
