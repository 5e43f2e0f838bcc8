"""Momentum against simulated runs, against NumPy's eigenvalues, and against every other choice of rate and momentum."""

import numpy as np
import pytest

from lab3_helpers.descent import MINIMUM, START, f, f_gradient, gradient_descent
from lab3_helpers.descent.maths import eigenvectors
from lab3_helpers.descent.momentum import best_beta, best_factors, best_share, errors, factor, rate_limit, step_matrix
from lab3_helpers.descent.momentum_panel import CONDITIONS, ERROR, Run

BETAS = (0, 0.1, 0.5, 0.67, 0.9, 0.99)


def simulated(hessian, error, alpha, beta, steps):
    """The errors of gradient descent with momentum, step by step as the formula says it; shape (steps + 1, n)."""
    path = [error, error]
    for _ in range(steps):
        path.append(path[-1] - alpha * hessian @ path[-1] + beta * (path[-1] - path[-2]))
    return np.array(path[1:])


@pytest.mark.parametrize("beta", BETAS)
def test_along_every_eigenvector_of_a_turned_valley_the_error_goes_its_own_way(beta):
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0]
    eigenvalues = np.array([1, 4, 20])
    start = np.array([1, -2, 0.5])
    path = simulated(turn @ np.diag(eigenvalues) @ turn.T, turn @ start, 0.09, beta, 70) @ turn
    for eigenvalue, first, along in zip(eigenvalues, start, path.T):
        np.testing.assert_allclose(first * errors(eigenvalue, 0.09, beta, 70), along, atol=1e-10)


def test_without_momentum_it_is_the_courses_gradient_descent():
    eigenvalues, directions = eigenvectors()
    path = gradient_descent(START, f, f_gradient, 9, 0.15, tol=None).path
    parts = (path - MINIMUM) @ np.linalg.inv(directions)
    for eigenvalue, part in zip(eigenvalues, parts.T):
        np.testing.assert_allclose(part[0] * errors(eigenvalue, 0.15, 0, 9), part, atol=1e-12)


@pytest.mark.parametrize("beta", BETAS)
def test_the_factor_is_the_spectral_radius_and_the_simulated_rate(beta):
    for alpha in np.linspace(0.01, 1.2, 40) * rate_limit(7, beta):
        radius = np.abs(np.linalg.eigvals(step_matrix(7, alpha, beta))).max()
        assert factor(7, alpha, beta) == pytest.approx(radius, abs=1e-7)
        if radius > 0.05:
            far = np.linalg.norm(np.linalg.matrix_power(step_matrix(7, alpha, beta) / radius, 4000))
            assert 1e-3 < far < 1e4  # what is left over shrinks and grows no more


@pytest.mark.parametrize("beta", BETAS)
def test_the_limit_is_where_the_error_stops_shrinking(beta):
    limit = rate_limit(7, beta)
    assert factor(7, limit, beta) == pytest.approx(1)
    assert factor(7, 0.999 * limit, beta) < 1 < factor(7, 1.001 * limit, beta)
    before, last = errors(7, limit, beta, 4000)[-2:]
    assert last == pytest.approx(-before) and abs(last) > 0.1  # it bounces


@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_rate_and_no_momentum_is_better_than_the_best(condition):
    def slowest(share, beta):
        return max(Run(condition, share, beta).factors)

    plain, momentum = best_factors(condition)
    best = best_share(condition)
    assert slowest(best, 0) == pytest.approx(plain, abs=1e-12)
    assert Run(condition, best, best_beta(condition)).factors == pytest.approx((momentum, momentum), abs=1e-6)
    shares = np.linspace(0.02, 1, 50)
    assert min(slowest(share, 0) for share in shares) >= plain - 1e-12
    assert min(slowest(share, beta) for share in (*shares, best) for beta in np.linspace(0, 0.99, 34)) >= momentum - 1e-9


@pytest.mark.parametrize("condition, share, beta", [
    (100, 100 / 101, 0), (100, 0.05, 0), (10, 0.75, 0), (1, 0.5, 0), (1, 0.45, 0), (50, 0.4, 0.99), (20, 0.3, 0.6)])
def test_the_steps_needed_are_those_of_the_run(condition, share, beta):
    run = Run(condition, share, beta)
    distances = np.hypot(*simulated(np.diag([1.0, condition]), ERROR, run.alpha, beta, run.steps_needed()).T)
    near = distances / distances[0] <= 0.01 * (1 + 1e-9)
    assert near[-1] and not near[:-1].any()
