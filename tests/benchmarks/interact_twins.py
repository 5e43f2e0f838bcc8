"""The pictures of the descent, the training and the gradient check drawn the usual way, for `interact`: a new figure for every slider position.

Latencies are measured in a real browser, panels and twins in one run, by any tool that drives the sliders of
latency.ipynb in JupyterLab.
"""

import matplotlib.pyplot as plt
import numpy as np

from lab3_helpers.descent import f, f_gradient, gradient_descent
from lab3_helpers.network import PARAMETER_NAMES, X, Y, gradient, loss, numerical_gradient, random_parameters, train
from lab3_helpers.network import predict as predict_network


def descent(x1=6.0, learning_rate=0.1, x2=6.0, steps=10):
    path = gradient_descent([x1, x2], f, f_gradient, steps, learning_rate, tol=None).path if steps else np.array([[x1, x2]])
    figure = plt.figure(figsize=(8.2, 4))
    plane, gaps, bars = (figure.add_axes(box) for box in (
        (0.055, 0.115, 0.43, 0.865), (0.585, 0.51, 0.4, 0.43), (0.685, 0.08, 0.3, 0.22)))

    grid = np.meshgrid(np.linspace(0, 16, 81), np.linspace(-4, 12, 81))
    plane.contour(*grid, f(np.stack(grid, axis=-1)) + 12, levels=15, colors="grey", linewidths=0.8)
    plane.plot(*path.T, "o-")
    plane.plot(*path[0], "s", markersize=9, label="start")
    plane.plot(*path[-1], "*", markersize=15, label="end")
    plane.plot(8, 4, "+", color="black", markersize=14, label="minimum")
    for slope in (1, -1):
        plane.axline((8, 4), slope=slope, linestyle=":", color="grey")
    plane.set(xlim=(0, 16), ylim=(-4, 12), xlabel="$x_1$", ylabel="$x_2$")
    plane.legend(loc="lower left")

    gaps.semilogy(np.maximum(f(path) + 12, 1e-15), "o-", markersize=4)
    gaps.set(ylim=(1e-16, 1e7), xlabel="step", title="value above the minimum")
    gaps.grid()
    bars.barh(["gentle", "steep"], [abs(1 - learning_rate), abs(1 - 3 * learning_rate)], edgecolor="black")
    bars.axvline(1, linestyle="--")
    bars.set(xlim=(0, 2.4), title="error left after one step")
    plt.show()


def training(learning_rate=1.0, steps=100, seed=0, sd=1.0):
    result = train(random_parameters(1, sd=sd, seed=seed), learning_rate, max(steps, 1), tol=None, history=True)
    params, losses = result.path[steps, 0], result.losses[: steps + 1, 0]
    b1, b2, w11, w12, w21, w22, *_ = params
    axis = np.linspace(-2, 2, 101)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1)
    output = predict_network(params, grid.reshape(-1, 2)).reshape(101, 101)

    figure = plt.figure(figsize=(8.2, 4))
    plane, curve, *hidden = (figure.add_axes(box) for box in (
        (0.055, 0.115, 0.43, 0.865), (0.585, 0.51, 0.4, 0.43), (0.585, 0.06, 0.18, 0.34), (0.805, 0.06, 0.18, 0.34)))
    plane.imshow(output, cmap="RdBu_r", vmin=0, vmax=1, origin="lower", extent=(-2, 2, -2, 2))
    plane.contour(axis, axis, output, [0.5], colors="black")
    plane.scatter(*X.T, c=Y, cmap="RdBu_r", edgecolors="black", s=90)
    neurons = [b1 + w11 * grid[..., 0] + w21 * grid[..., 1], b2 + w12 * grid[..., 0] + w22 * grid[..., 1]]
    for values, style, axes in zip(neurons, ("--", ":"), hidden):
        plane.contour(axis, axis, values, [0], colors="black", linestyles=style)
        axes.imshow(np.tanh(values), cmap="PuOr", vmin=-1, vmax=1, origin="lower", extent=(-2, 2, -2, 2))
    curve.plot(losses)
    for plateau in (0.5004, 0.4499, 0.3819, 0.2773):
        curve.axhline(plateau, linestyle=":", color="grey")
        curve.text(0, plateau, plateau, fontsize=8)
    curve.set(xlabel="step", title="loss")
    plt.show()


def gradient_check(log10_eps=-9.0, seed=0):
    params, eps = random_parameters(1, seed=seed)[0], np.logspace(-14, 0, 85)
    exact = gradient(params)
    errors = np.abs(numerical_gradient(params, eps) - exact).max(axis=-1)
    of_each = np.abs(numerical_gradient(params, 10.0**log10_eps) - exact)

    figure = plt.figure(figsize=(8.2, 3.6))
    curve, each = (figure.add_axes(box) for box in ((0.08, 0.135, 0.5, 0.79), (0.64, 0.135, 0.35, 0.79)))
    curve.loglog(eps, errors, linewidth=2.5, label="measured")
    curve.loglog(eps, 2.0**-53 * loss(params) / eps, "--", label="rounding")
    curve.loglog(eps, errors[72] * (eps / eps[72]) ** 2, ":", label="truncation")
    curve.plot(10.0**log10_eps, of_each.max(), "*", markersize=15)
    curve.axvline(1e-9, linestyle="-.", color="grey")
    curve.set(ylim=(1e-16, 1e2), xlabel="eps", title="largest error of the nine derivatives")
    curve.legend(loc="lower left")
    each.semilogy(PARAMETER_NAMES, np.maximum(of_each, 2e-16), "D")
    each.set(ylim=(1e-16, 1e2), title="each derivative at this eps")
    for axes in (curve, each):
        axes.axhline(1e-5, linestyle="--")
        axes.grid()
    plt.show()
