"""Exercise 1: fresh questions to answer without help, on other quadratic functions than that of the notebook."""

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from lab3_helpers.student_code.differences import in_brackets
from lab3_helpers.student_code.numbers import clear_question, question
from lab3_helpers.verdict import Formula

_COORDINATES = ("coordinate x1", "coordinate x2")


class _Bowl(NamedTuple):
    """The function k x1² + k x2² + m x1 x2 + d1 x1 + d2 x2, by its minimum."""

    k: int
    m: int
    minimum: np.ndarray

    @property
    def hessian(self):
        return np.array([[2 * self.k, self.m], [self.m, 2 * self.k]])

    @property
    def linear(self):
        """d1 and d2."""
        return -self.hessian @ self.minimum

    @property
    def eigenvalues(self):
        """That of (1, 1), and that of (1, -1)."""
        return 2 * self.k + self.m, 2 * self.k - self.m

    @property
    def formula(self):
        factors = (self.k, self.k, self.m, *self.linear)
        text = _sum(factors, ("x1**2", "x2**2", "x1*x2", "x1", "x2"), "*")
        latex = _sum(factors, ("x_1^2", "x_2^2", r"x_1 \, x_2", "x_1", "x_2"), r" \, ")
        return Formula(f"f(x1, x2) = {text}", f"f(x_1, x_2) &= {latex}")

    def gradient(self, x):
        return self.hessian @ (x - self.minimum)


def _sum(factors, names, times):
    terms = (f"{'-' if n < 0 else '+'} {f'{abs(n)}{times}' if abs(n) != 1 else ''}{name}"
             for n, name in zip(factors, names) if n)
    return " ".join(terms).removeprefix("+ ")


def _bowl(draw):
    k = draw.randint(2, 5)  # 1 is the notebook's
    m = draw.choice([m for m in range(1 - 2 * k, 2 * k) if m])
    return _Bowl(k, m, _point(draw))


def _point(draw):
    return np.array([draw.randint(-6, 6), draw.randint(-6, 6)])


def _gradient(draw):
    bowl, x = _bowl(draw), _point(draw)
    slope = bowl.gradient(x)
    return question(
        ("The gradient of", bowl.formula, f"at the point {in_brackets(x)}: which two numbers is it?"),
        ("derivative by x1", "derivative by x2"),
        slope,
        (("drop_term", "without the product x1 x2", slope - bowl.m * x[::-1]),
         ("drop_term", "without the terms in which x1 or x2 stands alone", slope - bowl.linear),
         ("constant_factor", "without the 2 that a square brings down", slope - bowl.k * x),
         ("wrong_term", "with x1 x2 differentiated to the variable itself, not to the other one",
          slope + bowl.m * (x - x[::-1]))),
        f"df/dx1 = {_slope(bowl, 0)} = {slope[0]}\ndf/dx2 = {_slope(bowl, 1)} = {slope[1]}",
    )


def _slope(bowl, n):
    names = ("x1", "x2") if n == 0 else ("x2", "x1")
    return _sum((2 * bowl.k, bowl.m, bowl.linear[n]), (*names, "1"), "*").replace("*1", "")


def _minimum(draw):
    bowl = _bowl(draw)
    mixed_sign = np.linalg.solve(4 * bowl.k * np.eye(2) - bowl.hessian, -bowl.linear)
    return question(
        ("At which point is the minimum of", bowl.formula),
        _COORDINATES,
        bowl.minimum,
        (("drop_term", "the minimum without the product x1 x2", -bowl.linear / (2 * bowl.k)),
         ("term_sign", "the minimum with the product x1 x2 of the opposite sign", mixed_sign)),
        f"0 = {_slope(bowl, 0)}\n0 = {_slope(bowl, 1)}\nSolved together: {in_brackets(bowl.minimum)}",
    )


def _step(draw):
    bowl, x, rate = _bowl(draw), _point(draw), Fraction(1, draw.choice((2, 4, 5, 10)))
    slope = bowl.gradient(x)
    way = float(rate) * slope
    return question(
        ("One step of gradient descent on", bowl.formula,
         f"from {in_brackets(x)} with learning rate {rate}: to which point does it lead?"),
        _COORDINATES,
        x - way,
        (("uphill", "one step uphill: the gradient is subtracted", x + way),
         ("alpha", "a step with learning rate 1", x - slope),
         ("gradient_for_point", "the gradient, not the next point", slope),
         ("displacement", "the way of the step, not where it leads", -way)),
        f"{in_brackets(x)} - {rate} * {in_brackets(slope)} = {in_brackets(x - way)}",
    )


def _two_eigenvalues(draw):
    """Two whole numbers, ascending, and the words that introduce them."""
    small, large = sorted(draw.sample(range(1, 13), 2))
    return small, large, f"The Hessian of a quadratic function has the eigenvalues {small} and {large}."


def _left(draw):
    small, large, given = _two_eigenvalues(draw)
    steps, rate = draw.randint(2, 4), Fraction(1, draw.choice((10, 16, 20)))
    once = float(1 - rate * small)
    return question(
        (given, f"Which part of the error along the eigenvector of {small} do {steps} steps with learning rate {rate} "
         "leave? 1 would be all of it."),
        "part",
        once**steps,
        (("too_few_steps", "what a single step leaves", once),
         ("other_eigenvalue", f"what is left along the eigenvector of {large}", float(1 - rate * large) ** steps),
         ("complement", "the part that is gone", 1 - once**steps),
         ("sum_for_product", "as if every step took the same away; it takes that part of what is left",
          float(1 - steps * rate * small))),
        f"(1 - {rate} * {small})**{steps} = {once**steps:.4g}",
    )


def _limit(draw):
    small, large, given = _two_eigenvalues(draw)
    return question(
        (given, "Below which learning rate does gradient descent converge from every start?"),
        "learning rate",
        2 / large,
        (("other_eigenvalue", f"enough for the eigenvector of {small} only", 2 / small),
         ("other_rate", f"the rate that removes the error along the eigenvector of {large} in one step", 1 / large),
         ("other_rate", "the rate at which both factors have the same size", 2 / (small + large))),
        f"The factors are above -1 as long as alpha * {large} < 2: alpha < {Fraction(2, large)}",
    )


def _one_step(draw):
    bowl, way, side = _bowl(draw), draw.choice((-3, -2, 2, 3)), draw.randint(0, 1)
    direction = np.array([1, (1, -1)[side]])
    value, other = bowl.eigenvalues[side], bowl.eigenvalues[1 - side]
    return question(
        ("The minimum of", bowl.formula, f"is at {in_brackets(bowl.minimum)}. From "
         f"{in_brackets(bowl.minimum + way * direction)}, with which learning rate does one step land on it?"),
        "learning rate",
        1 / value,
        (("other_eigenvalue", "the rate for the other eigenvector", 1 / other),
         ("other_rate", "the rate that lands on the other side, as far away", 2 / value)),
        f"The error is {way} * {in_brackets(direction)}, with eigenvalue {value}: 1 - {value} alpha = 0, "
        f"so alpha = {Fraction(1, value)}",
    )


def _stop(draw):
    falls = [draw.uniform(0.5, 3) for _ in range(draw.randint(2, 5))]
    early = draw.randrange(1, len(falls))
    falls[early] = draw.uniform(2e-4, 8e-4)  # small, yet above the threshold
    rises, more = len(falls) + 1, [draw.uniform(0.5, 2) for _ in range(draw.randint(1, 2))]
    changes = [*falls, -draw.uniform(0.2, 0.9), *more, draw.uniform(2e-5, 8e-5)]
    values = [round(value, 5) for value in draw.uniform(12, 15) - np.cumsum([0, *changes])]
    return question(
        ("Gradient descent stops after the first update with v - vnew < 1e-4. Without that rule the values would be "
         f"{', '.join(f'{value:.5f}' for value in values)}; the first is that of the start.",
         "After how many updates does it stop?"),
        "number of updates",
        rises,
        (("start_included", "with the start counted as an update", rises + 1),
         ("early_end", "the last update that lowered the value by more than 1e-4; the rule acts one later", rises - 1),
         ("absolute_value", "where the size of the change is below 1e-4; the rule takes a rise for the end as well",
          len(changes)),
         ("threshold", "the first small decrease, but it is above 1e-4", early + 1)),
        f"Update {rises} leads from {values[rises - 1]:.5f} to {values[rises]:.5f}: v - vnew is negative",
    )


_KINDS = ((_gradient, _minimum), (_step,), (_left,), (_limit, _one_step), (_stop,))


def five(draw):
    """Five questions of different kinds.

    Parameters
    ----------
    draw : random.Random

    Returns
    -------
    list of lab3_helpers.student_code.numbers.Drawn
    """
    return [clear_question(kinds, draw) for kinds in _KINDS]
