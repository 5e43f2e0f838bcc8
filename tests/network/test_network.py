"""Exercise 3 against R, against exact values, against finite differences and SymPy, and against bad input."""

import json
import tracemalloc
from pathlib import Path

import mpmath
import numpy as np
import pytest

from lab3_helpers.network import training
from lab3_helpers.network import (
    PARAMETER_NAMES,
    X,
    Y,
    gradient,
    loss,
    numerical_gradient,
    predict,
    random_parameters,
    sheet_run,
    train,
)

HERE = Path(__file__).parents[1] / "data"
SHEET = json.loads((HERE / "sheet_run.json").read_text(encoding="utf-8"))
ORACLE = json.loads((HERE / "r_oracle_sample.json").read_text(encoding="utf-8"))


def test_the_dataset():
    assert X.T.tolist() == [ORACLE["data"]["x1"], ORACLE["data"]["x2"]]
    assert Y.tolist() == ORACLE["data"]["y"]


def test_the_sheets_worked_example():
    params, _ = sheet_run()
    assert np.allclose(predict(params), SHEET["predictions"], rtol=0, atol=1e-15)
    assert loss(params) == pytest.approx(SHEET["loss"], abs=1e-12)
    assert np.allclose(gradient(params), SHEET["gradient"], rtol=0, atol=1e-12)


def test_the_sheets_ten_trainings():
    _, starts = sheet_run()
    training = train(starts, 1, 100)
    runs = SHEET["training_runs"]
    assert training.steps.tolist() == [run["steps"] for run in runs]
    assert [f"{value:.7g}" for value in training.loss] == [run["printed"] for run in runs]
    assert np.allclose(training.params, [run["final_params"] for run in runs], rtol=0, atol=1e-9)


@pytest.mark.parametrize("case", ORACLE["vectors"], ids=lambda c: f"{c['id']}")
def test_agrees_with_r(case):
    params = np.array(case["params"])
    *_, c, u1, u2 = params
    assert np.allclose(predict(params), case["predictions"], rtol=1e-12, atol=1e-15)
    guard_matters = np.abs(case["fin"]).max() > 5
    assert loss(params) == pytest.approx(case["loss_stable"], rel=1e-12, abs=1e-12)
    assert np.allclose(gradient(params), np.array(case["gradient_noguard"], float), rtol=1e-10, atol=1e-12)
    if not guard_matters:
        assert loss(params) == pytest.approx(case["loss"], abs=1e-12)
        assert np.allclose(gradient(params), case["gradient"], rtol=0, atol=1e-12)


@pytest.mark.parametrize("case", ORACLE["guard"], ids=lambda c: f"c={c['c']}")
def test_exact_where_rs_guard_bites(case):
    params = np.zeros(9)
    params[6] = case["c"]
    assert loss(params) == pytest.approx(case["loss_stable"], rel=1e-14)
    assert gradient(params)[6] == pytest.approx(case["dL_dc_exact"], rel=1e-14)


@pytest.mark.parametrize("case", ORACLE["training"], ids=lambda c: f"{c['id']}-{c['alpha']}-{c['max_steps']}")
def test_training_agrees_with_r(case):
    start = next(v["params"] for v in ORACLE["vectors"] if v["id"] == case["id"])
    training = train(start, case["alpha"], case["max_steps"])
    assert training.steps == case["steps"]
    # Start 45 lies where R's guard bends the gradient a little.
    assert training.loss == pytest.approx(case["final_loss"], rel=1e-8 if case["id"] == 45 else 1e-11)
    if case["alpha"] < 10:  # at rate 10 the descent is chaotic: every step amplifies the last digit of the one before
        without = train(start, case["alpha"], case["max_steps"], tol=None)
        assert without.steps == case["max_steps"]
        assert without.loss == pytest.approx(case["norule_final_loss"], rel=1e-8)


def test_gradient_agrees_with_sympy():
    import sympy

    names = sympy.symbols(" ".join(PARAMETER_NAMES))
    b1, b2, w11, w12, w21, w22, c, u1, u2 = names
    total = 0
    for (x1, x2), y in zip(X.tolist(), Y.tolist()):
        f_in = c + u1 * sympy.tanh(b1 + w11 * x1 + w21 * x2) + u2 * sympy.tanh(b2 + w12 * x1 + w22 * x2)
        f_out = 1 / (1 + sympy.exp(-f_in))
        total += -y * sympy.log(f_out) - (1 - y) * sympy.log(1 - f_out)
    mean = total / len(Y)
    exact = sympy.lambdify(names, [mean, *(sympy.diff(mean, name) for name in names)], "numpy")
    for params in random_parameters(20, sd=1.5, seed=3):
        value, *slopes = exact(*params)
        assert loss(params) == pytest.approx(value, abs=1e-13)
        assert np.allclose(gradient(params), slopes, rtol=0, atol=1e-13)


def test_gradient_agrees_with_finite_differences():
    params = random_parameters(200, sd=2, seed=4)
    assert np.allclose(gradient(params), numerical_gradient(params), rtol=0, atol=1e-9)
    grid = np.random.default_rng(5).normal(size=(7, 2))
    labels = np.array([0, 1, 0.25, 1, 0, 0, 1])
    assert np.allclose(gradient(params, grid, labels), numerical_gradient(params, x=grid, y=labels), atol=1e-9)


def test_the_sheets_eps_sits_where_rounding_dominates():
    params, _ = sheet_run()
    exact = gradient(params)
    errors = {eps: np.abs(numerical_gradient(params, eps) - exact).max() for eps in (1e-1, 1e-5, 1e-9)}
    assert errors[1e-5] < 1e-10 < errors[1e-9] < 1e-5 < errors[1e-1]
    several = numerical_gradient(np.stack([params] * 3), eps=np.array([1e-1, 1e-5, 1e-9]))
    assert np.array_equal(np.abs(several - exact).max(axis=-1), list(errors.values()))


def test_batched_equals_single():
    params = random_parameters(24, sd=2, seed=6).reshape(2, 3, 4, 9)
    for function, tail in ((predict, (5,)), (loss, ()), (gradient, (9,)), (numerical_gradient, (9,))):
        batched = function(params)
        assert batched.shape == (2, 3, 4, *tail)
        single = np.array([function(p) for p in params.reshape(-1, 9)]).reshape(batched.shape)
        assert np.allclose(batched, single, rtol=1e-14, atol=1e-15)


def test_batched_training_equals_single_and_the_rates_broadcast():
    starts = random_parameters(6, seed=7).reshape(2, 3, 9)
    rates = np.array([[0.5], [3.0]])
    together = train(starts, rates, 60)
    assert together.params.shape == (2, 3, 9) and together.loss.shape == together.steps.shape == (2, 3)
    for i in range(2):
        for j in range(3):
            alone = train(starts[i, j], rates[i, 0], 60)
            assert np.allclose(alone.params, together.params[i, j], rtol=1e-12)
            assert alone.steps == together.steps[i, j]
    crossed = train(starts[0], np.array([0.1, 1, 10])[:, None], 5)
    assert crossed.loss.shape == (3, 3)


def test_training_follows_the_gradient():
    start = random_parameters(1, seed=8)[0]
    by_hand = start.copy()
    for _ in range(25):
        by_hand -= 2.0 * gradient(by_hand)
    assert np.allclose(train(start, 2.0, 25, tol=None).params, by_hand, rtol=0, atol=1e-13)


def test_more_restarts_than_one_chunk():
    starts = random_parameters(20_000, seed=9)
    whole = train(starts, 1, 20)
    tail = train(starts[-5:], 1, 20)
    assert np.allclose(whole.params[-5:], tail.params, rtol=1e-12)
    assert np.array_equal(whole.steps[-5:], tail.steps)


def test_history_starts_at_the_start_and_repeats_the_last():
    starts = random_parameters(40, seed=10)
    training = train(starts, 1, 80, history=True)
    assert training.losses.shape == (81, 40) and training.path.shape == (81, 40, 9)
    assert np.array_equal(training.path[0], starts)
    assert np.array_equal(training.path[-1], training.params)
    assert np.array_equal(training.losses[-1], training.loss)
    early = training.steps.argmin()
    assert training.steps[early] < 80
    assert (training.losses[training.steps[early] :, early] == training.loss[early]).all()
    assert np.allclose(training.losses, loss(training.path), rtol=1e-14)
    decrease = -np.diff(training.losses[:, early])
    assert (decrease[: training.steps[early] - 1] >= 1e-4).all() and decrease[training.steps[early] - 1] < 1e-4


def test_no_history_unless_asked():
    training = train(random_parameters(2), 1, 3)
    assert training.losses is None and training.path is None


def test_everything_stopping_at_once():
    training = train(np.zeros((3, 9)), 1e-9, 50)
    assert training.steps.tolist() == [1, 1, 1]


def test_memory_is_flat_in_the_number_of_restarts():
    starts = random_parameters(100_000)
    tracemalloc.start()
    train(starts, 1, 3, tol=None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50e6


@pytest.mark.parametrize("size", [1e3, 1e100, 1.7e308])
def test_finite_and_silent_for_any_finite_parameters(size, recwarn):
    signs = np.sign(random_parameters(200, seed=11))
    assert np.isfinite(predict(signs * size)).all()
    assert not np.isnan(loss(signs * size)).any()
    assert not np.isnan(gradient(signs * size)).any()
    if size < 1e300:
        assert np.isfinite(loss(signs * size)).all()
    assert not recwarn.list


def test_absurd_rates_end_without_a_warning(recwarn):
    training = train(random_parameters(50), 1e200, 20, tol=None)
    assert training.params.shape == (50, 9)
    assert not recwarn.list


def test_random_parameters_are_reproducible():
    assert np.array_equal(random_parameters(5, seed=3), random_parameters(9, seed=3)[:5])
    assert not np.array_equal(random_parameters(5, seed=3), random_parameters(5, seed=4))
    many = random_parameters(20_000, sd=0.3)
    assert many.std() == pytest.approx(0.3, rel=0.02) and abs(many.mean()) < 0.01
    assert (random_parameters(2, sd=0) == 0).all()


P = np.zeros(9)


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (lambda: predict(np.zeros(8)), ValueError, "params must hold nine numbers (b1 b2 w11 w12 w21 w22 c u1 u2) along the last axis, but its shape is (8,)."),
        (lambda: loss(3.0), ValueError, "params must hold nine numbers (b1 b2 w11 w12 w21 w22 c u1 u2) along the last axis, but its shape is ()."),
        (lambda: gradient([..., *range(8)]), TypeError, "params must be numeric, but [Ellipsis, 0, 1, 2, 3, 4, ...] came."),
        (lambda: predict([np.nan] * 9), ValueError, "params must hold finite numbers only, but [nan, nan, nan, nan, nan, nan, ...] came."),
        (lambda: predict(P, [[1, 2, 3]]), ValueError, "x must hold one point (x1, x2) in each row, shape (n, 2), but its shape is (1, 3)."),
        (lambda: predict(P, [1, 2]), ValueError, "x must hold one point (x1, x2) in each row, shape (n, 2), but its shape is (2,)."),
        (lambda: loss(P, X, [0, 1]), ValueError, "y must hold one label for each of the 5 points, but its shape is (2,)."),
        (lambda: loss(P, X, [0, 1, 2, 0, 1]), ValueError, "y must hold labels between 0 and 1, but [0.0, 1.0, 2.0, 0.0, 1.0] came."),
        (lambda: numerical_gradient(P, 0), ValueError, "eps must be above 0, but 0.0 came."),
        (lambda: numerical_gradient(np.zeros((2, 9)), [1e-5] * 3), ValueError,
         "eps must broadcast against the parameters of shape (2,), but its shape is (3,)."),
        (lambda: numerical_gradient(P, "small"), TypeError, "eps must be numeric, but 'small' came."),
        (lambda: random_parameters(0), ValueError, "n must be 1 or more, but 0 came."),
        (lambda: random_parameters(10**13), ValueError, "n must be 10000000 or less, but 10000000000000 came."),
        (lambda: random_parameters(2, sd=1e308), ValueError, "sd must be one number from 0 to 1e100, but 1e+308 came."),
        (lambda: random_parameters(2.0), TypeError, "n must be a whole number, but 2.0 came."),
        (lambda: random_parameters(2, sd=-1), ValueError, "sd must be one number from 0 to 1e100, but -1 came."),
        (lambda: random_parameters(2, seed=1.5), TypeError, "seed must be a whole number, but 1.5 came."),
        (lambda: random_parameters(2, seed="a"), TypeError, "seed must be a whole number, but 'a' came."),
        (lambda: random_parameters(2, seed=-1), ValueError, "seed must be 0 or more, but -1 came."),
        (lambda: random_parameters(2, seed=True), TypeError, "seed must be a whole number, but True came."),
        (lambda: train(P, 0, 10), ValueError, "learning_rate must be above 0, but 0.0 came."),
        (lambda: train(P, None, 10), TypeError, "learning_rate must be numeric, but None came."),
        (lambda: train(P, [1, 2], 0), ValueError, "max_steps must be 1 or more, but 0 came."),
        (lambda: train(P, 1, 10.0), TypeError, "max_steps must be a whole number, but 10.0 came."),
        (lambda: train(np.zeros((3, 9)), [1, 2], 5), ValueError, "learning_rate must broadcast against the starts of shape (3,), but its shape is (2,)."),
        (lambda: train(P, 1, 5, tol=-0.1), ValueError, "tol must be one number of 0 or more, or None for no early stop, but -0.1 came."),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(call, error, sentence):
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == sentence


def test_a_slope_that_overflows_is_infinite_without_a_warning(recwarn):
    params = np.zeros(9)
    params[PARAMETER_NAMES.index("u1")] = 1.7e308
    assert np.isinf(numerical_gradient(params, 1e-5, [[10.0, 10.0]], [1])).any()
    assert not recwarn.list


def test_a_seed_may_be_of_any_size():
    assert random_parameters(1, seed=10**8).shape == (1, 9)


def test_a_component_that_overflows_is_infinite_without_a_warning(recwarn):
    params = np.zeros(9)
    params[PARAMETER_NAMES.index("u1")] = 1.7e308
    assert gradient(params, [[10.0, 10.0]], [1])[2] == -np.inf
    with pytest.raises(ValueError, match="^params must hold finite numbers only"):
        numerical_gradient(np.full(9, 1e308), 1.7e308)
    assert not recwarn.list


def exact(params, x, y):
    """Output, loss and gradient for one point with 60 digits."""
    b1, b2, w11, w12, w21, w22, c, u1, u2, x1, x2, y = map(mpmath.mpf, map(float, (*params, *x, y)))
    z1, z2 = b1 + w11 * x1 + w21 * x2, b2 + w12 * x1 + w22 * x2
    logit = c + u1 * mpmath.tanh(z1) + u2 * mpmath.tanh(z2)
    output = 1 / (1 + mpmath.exp(-logit))
    outer = output - y
    inner1, inner2 = outer * u1 * mpmath.sech(z1) ** 2, outer * u2 * mpmath.sech(z2) ** 2
    return [output, mpmath.log(1 + mpmath.exp(logit)) - y * logit, inner1, inner2, inner1 * x1, inner2 * x1, inner1 * x2,
            inner2 * x2, outer, outer * mpmath.tanh(z1), outer * mpmath.tanh(z2)]


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("what", ["all", "c", "b1"])
def test_relative_accuracy_over_many_decades(what, y):
    rng, x = np.random.default_rng(0), np.array([[0.7, -1.3]])
    with mpmath.workdps(60):
        for scale in np.logspace(-6, 1.3 if what == "all" else 1.45, 25):
            params = rng.normal(size=9) * scale
            if what != "all":
                params = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
                params[PARAMETER_NAMES.index(what)] = scale
            numbers = predict(params, x)[0], loss(params, x, [y]), *gradient(params, x, [y])
            for number, true in zip(numbers, exact(params, x[0], y), strict=True):
                assert abs(mpmath.mpf(float(number)) - true) <= 1e-14 * abs(true), (params, number, true)


LARGEST = np.finfo(float).max


@pytest.mark.parametrize("params", [
    np.full(9, LARGEST), np.full(9, -LARGEST), np.array([LARGEST, -LARGEST] * 4 + [LARGEST]),
    np.array([1, 1, LARGEST, -LARGEST, -LARGEST, LARGEST, 0, LARGEST, -LARGEST]),
])
@pytest.mark.parametrize("x, y", [(X, Y), ([[2.0, -3.0], [1e300, -1e300]], [1, 0])])
def test_numbers_for_any_finite_parameters_also_where_numpy_raises(params, x, y):
    with np.errstate(all="raise"):
        output = predict(params, x)
        assert ((output >= 0) & (output <= 1)).all()
        assert loss(params, x, y) >= 0 and not np.isnan(gradient(params, x, y)).any()


def test_what_cancels_beyond_all_floats_cancels():
    params = np.array([0.5, 0, LARGEST, 0, LARGEST, 0, 0, 1, 0])
    assert predict(params, [[2.0, -2.0]])[0] == pytest.approx(0.5, abs=0.3)


def test_nothing_raises_where_numpy_is_told_to():
    with np.errstate(all="raise"):
        train(random_parameters(3, sd=50), 1e5, 50)
        numerical_gradient(random_parameters(1)[0], 1e-14)


def test_the_browsers_tanh_is_tanh_and_trains_alike(monkeypatch):
    values = np.concatenate([np.linspace(-30, 30, 10_001), [-np.inf, -LARGEST, -1e-300, 0, 400, LARGEST, np.inf]])
    out = np.empty_like(values)
    with np.errstate(over="ignore"):
        training._tanh_by_exp(values, out)
    np.testing.assert_allclose(out, np.tanh(values), rtol=0, atol=1e-15)
    starts = random_parameters(200)
    expected = train(starts, 1, 100)
    monkeypatch.setattr(training, "_tanh", training._tanh_by_exp)
    in_a_browser = train(starts, 1, 100)
    np.testing.assert_array_equal(in_a_browser.steps, expected.steps)
    np.testing.assert_allclose(in_a_browser.loss, expected.loss, rtol=1e-9)
