"""Times of the checker:  pytest -n 0 -s tests/benchmarks/test_checker_speed.py

The targets: a verdict in 20 ms (median) and 300 ms (99 %), the first one in a fresh Python within 2 s.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import bank  # noqa: E402
import rate  # noqa: E402

# CPU time of the whole process, its start included: other programs on the machine do not disturb it
COLD = ("import time\n"
        "from lab3_helpers import check\nfrom lab3_helpers.chain_rule.symbols import *\n"
        "check('2.16', {answer})\nprint(time.process_time())")


def verdict_times(answers):
    """CPU seconds of every verdict, from the call to the finished HTML."""
    times = []
    for question, answer in answers:
        formula = eval(answer, dict(rate.NAMES))
        begin = time.process_time()
        rate.check(question, formula)._repr_html_()
        times.append(time.process_time() - begin)
    return sorted(times)


@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_verdict(benchmark, kind):
    if kind == "right":
        answers = [(question, answer) for question, some in bank.RIGHT.items() for answer in some]
    else:
        answers = [(question, answer) for question, _, answer in rate.classical()]
    times = benchmark.pedantic(verdict_times, args=(answers,), rounds=1, iterations=1)
    middle, late = 1e3 * statistics.median(times), 1e3 * times[int(0.99 * len(times))]
    print(f"\n{len(times)} {kind} answers: median {middle:.1f} ms, 99 % within {late:.0f} ms, slowest {1e3 * times[-1]:.0f} ms")


@pytest.mark.parametrize("answer", ["(f_out - y)*(u1*(1 - z1_out**2)*w11 + u2*(1 - z2_out**2)*w12)", "(f_out - y)*u1*(1 - z1_out**2)*w11"],
                         ids=["right", "wrong"])
def test_first_verdict_in_a_fresh_python(benchmark, answer):
    def first():
        return float(subprocess.run([sys.executable, "-c", COLD.format(answer=answer)], capture_output=True, text=True, check=True).stdout)

    seconds = benchmark.pedantic(first, rounds=3, iterations=1)
    print(f"\nfirst verdict in a fresh Python: {seconds:.2f} s")
