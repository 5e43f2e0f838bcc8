"""Trainings of 100 steps (no early stop) per CPU second, ours and others', side by side in one run.

    pytest -n 0 -s tests/benchmarks/test_training_speed.py

R is measured where Rscript is installed. Read the ratios: a machine's own speed cancels out of them.
"""

import shutil
import subprocess
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from lab3_helpers.network import X, Y, gradient, loss, random_parameters, train

STEPS = 100


def one_by_one(starts):
    """A Python loop over restarts and steps, as one first writes it; the sheet's loop also takes the loss each step."""
    for params in starts:
        for _ in range(STEPS):
            loss(params)
            params = params - gradient(params)


def batched_literally(starts):
    """All restarts at once, each formula as it stands on paper."""
    x1, x2 = X.T
    b1, b2, w11, w12, w21, w22, c, u1, u2 = starts.T[..., None].copy()
    for _ in range(STEPS):
        z1, z2 = np.tanh(b1 + w11 * x1 + w21 * x2), np.tanh(b2 + w12 * x1 + w22 * x2)
        error = 1 / (1 + np.exp(-(c + u1 * z1 + u2 * z2))) - Y
        d1, d2 = error * u1 * (1 - z1**2), error * u2 * (1 - z2**2)
        updates = (d1, d2, d1 * x1, d2 * x1, d1 * x2, d2 * x2, error, error * z1, error * z2)
        b1, b2, w11, w12, w21, w22, c, u1, u2 = (
            p - u.mean(axis=1, keepdims=True) for p, u in zip((b1, b2, w11, w12, w21, w22, c, u1, u2), updates)
        )


def ours(starts):
    train(starts, 1.0, STEPS, tol=None)


def ours_with_early_stop(starts):
    train(starts, 1.0, STEPS)


WAYS = {
    "Python loop over numpy": (one_by_one, 50),
    "numpy, batched literally": (batched_literally, 20_000),
    "ours": (ours, 100_000),
    "ours, early stop": (ours_with_early_stop, 100_000),
}


@pytest.mark.parametrize("way", WAYS)
def test_trainings_per_cpu_second(benchmark, way):
    function, restarts = WAYS[way]
    starts = random_parameters(restarts)
    began = process_time()
    rounds = 3
    benchmark.pedantic(function, (starts,), rounds=rounds)
    benchmark.extra_info["trainings per CPU second"] = round(rounds * restarts / (process_time() - began))
    print(f"\n{way}: {benchmark.extra_info['trainings per CPU second']:,} trainings per CPU second")


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R (Debian package r-base-core)")
def test_ratio_to_the_sheets_r_loop(benchmark):
    script = Path(__file__).with_name("sheet_loop.R")
    answer = subprocess.run(["Rscript", str(script), "200"], capture_output=True, text=True, check=True)
    r = float(answer.stdout)
    starts = random_parameters(100_000)
    began = process_time()
    benchmark.pedantic(ours, (starts,), rounds=1)
    per_second = len(starts) / (process_time() - began)
    benchmark.extra_info["ratio to R"] = round(per_second / r)
    print(f"\nR: {r:,.0f}, ours: {per_second:,.0f} trainings per CPU second, {per_second / r:,.0f} times as many")
