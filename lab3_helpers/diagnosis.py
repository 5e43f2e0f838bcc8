"""Names the mistake in a wrong answer, and says what to look at without giving the answer away.

Two procedures, both on the graph and neither with a table per question. `slips` writes down what the classical mistakes would
give for this question (a link of the chain dropped, doubled, turned over, replaced by what another rule gives; one path; another
variable), and the answer is looked up among their values. `repairs` goes the other way: for every part of the answer it works
out the value that would make the whole right, and asks whether one known change leads there. All values are taken at two random
points with 30 digits; a name is a help, not a verdict, so that is enough.
"""

from functools import cache
from typing import NamedTuple

import mpmath

from lab3_helpers import repairs, slips
from lab3_helpers.equality import Clock, Outside, TooHeavy
from lab3_helpers.typeset import size
from lab3_helpers.values import DIGITS, Values

# beyond this a student's answer is no longer one slip away from anything that can be told to them
LARGEST = 600


class Diagnosis(NamedTuple):
    """The name of a mistake, None where it has none, and the sentence that says where to look."""

    mistake: str | None
    sentence: str


def diagnose(asked, answer, clock):
    """What went wrong, or None where nothing is recognised.

    Parameters
    ----------
    asked : Question
    answer : Expr
        Known to be wrong.
    clock : Clock

    Returns
    -------
    Diagnosis or None
    """
    if size(answer) > LARGEST:
        return None
    with mpmath.workdps(DIGITS):
        table, values = _slips_by_value(asked), Values(asked.graph, clock)
        try:
            value = values(answer)
            if value.near(values(asked.truth)):
                return None  # right wherever all symbols are positive, as sqrt(z**2) is for z: no slip of the known kinds
            found = table.get(value.key()) or repairs.find(asked, answer, values) or _antiderivative(asked, answer, values)
        except (Outside, TooHeavy, ArithmeticError, ValueError):
            return None
    found = list({mistake: sentence for mistake, sentence in reversed(found or ())}.items())[::-1]
    if not found:
        return None
    mistake, sentence = found[0]
    if len(found) > 1 and not sentence.endswith("?"):
        sentence = f"either {sentence}, or {found[1][1]}"
    return Diagnosis(mistake, sentence if sentence.endswith("?") else sentence + ".")


def _antiderivative(asked, answer, values):
    """Whether the answer was integrated: its derivative is what should have been differentiated."""
    derivative = values.slope(answer, asked.source)
    if derivative.near(values(asked.target)):
        return [("integral", f"{asked.target} is integrated here, not differentiated")]
    if derivative.near(values(asked.truth)):
        return [("not_differentiated", f"this is still {asked.target} but for a constant, not its derivative")]
    return []


@cache
def _slips_by_value(asked):
    values = Values(asked.graph, Clock(float("inf")))
    truth, table = values(asked.truth), {}
    for group in slips.of(asked, values):
        # of two explanations that give the same, the one from the earlier group is simpler; in one group both may be true
        found = {}
        for slip in group:
            if not slip.value.near(truth):
                found.setdefault(slip.value.key(), {}).setdefault(slip.mistake, slip.sentence)
        table = {key: list(names.items()) for key, names in found.items()} | table
    return table
