"""Times of the code checks, beyond the student's own time:  pytest -n 0 -s tests/benchmarks/test_code_checks_speed.py

The target: 50 ms in the median. Right functions are tried in all cases; for wrong ones the mistake is looked for as well.
"""

import statistics
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from functions import SOLUTIONS, table  # noqa: E402

from lab3_helpers import check, network  # noqa: E402
from lab3_helpers.descent.questions import QUESTIONS as DESCENT  # noqa: E402
from lab3_helpers.network.questions import QUESTIONS as NETWORK  # noqa: E402

FUNCTIONS = {id: asked.functions for id, asked in (DESCENT | NETWORK).items() if hasattr(asked, "functions")}
SEARCHED = ("endless", "own", "blank", None)  # what needs its time, or is not judged at all


def milliseconds(question, source):
    names = {"np": np, "network": network}
    exec(source, names)
    functions = [names[name] for name in FUNCTIONS[question]]
    begin = time.perf_counter()
    check(question, *functions)
    return 1e3 * (time.perf_counter() - begin)


@pytest.mark.parametrize("question", FUNCTIONS)
def test_right(benchmark, question):
    milliseconds(question, SOLUTIONS[question])
    times = benchmark.pedantic(lambda: [milliseconds(question, SOLUTIONS[question]) for _ in range(10)], rounds=1)
    print(f"\n{question} right: median {statistics.median(times):.0f} ms")


def test_wrong(benchmark):
    def every():
        times = []
        for question, mistake, source in table():
            if question in FUNCTIONS and mistake not in SEARCHED:
                try:
                    with warnings.catch_warnings(action="ignore"):
                        times.append(milliseconds(question, source))
                except Exception:  # a student's own exception, or source that is no Python
                    continue
        return sorted(times)

    times = benchmark.pedantic(every, rounds=1)
    print(f"\n{len(times)} wrong functions: median {statistics.median(times):.0f} ms, "
          f"95 % {times[int(0.95 * len(times))]:.0f} ms, slowest {times[-1]:.0f} ms")
