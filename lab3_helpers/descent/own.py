"""Exercise 1: fresh questions to answer without help, on other quadratic functions than that of the notebook."""

from fractions import Fraction

import numpy as np

from lab3_helpers.student_code.mistakes import slip
from lab3_helpers.student_code.numbers import Kind, drawn
from lab3_helpers.verdict import Formula

_POINT = ("coordinate x1", "coordinate x2")


def _bowl(draw):
    """The function k x1² + k x2² + m x1 x2 + d1 x1 + d2 x2, a point, a rate, and a start along an eigenvector."""
    k, side, way = draw.randint(2, 5), draw.choice((-1, 1)), draw.choice((-3, -2, 2, 3))  # k = 1 is the notebook's
    m = draw.choice([m for m in range(1 - 2 * k, 2 * k) if m])
    minimum, x = (np.array([draw.randint(-6, 6), draw.randint(-6, 6)]) for _ in range(2))
    H = np.array([[2 * k, m], [m, 2 * k]])
    d = -H @ minimum
    direction = np.array([1, side])
    text = _sum((k, k, m, *d), ("x1**2", "x2**2", "x1*x2", "x1", "x2"), "*")
    latex = _sum((k, k, m, *d), ("x_1^2", "x_2^2", r"x_1 \, x_2", "x_1", "x_2"), r" \, ")
    return {
        "k": k, "m": m, "d": d, "H": H, "x": x, "minimum": minimum, "rate": Fraction(1, draw.choice((2, 4, 5, 10))),
        "f": Formula(f"f(x1, x2) = {text}", f"f(x_1, x_2) &= {latex}"), "gradient": H @ (x - minimum),
        "df1": _sum((2 * k, m, d[0]), ("x1", "x2", ""), " "), "df2": _sum((2 * k, m, d[1]), ("x2", "x1", ""), " "),
        "start": minimum + way * direction, "way": way, "direction": direction,
        "value": 2 * k + side * m, "other": 2 * k - side * m,
    }


def _sum(factors, names, times):
    terms = (f"{'-' if n < 0 else '+'} {f'{abs(n)}{times}' if abs(n) != 1 or not name else ''}{name}"
             for n, name in zip(factors, names) if n)
    return " ".join(terms).removeprefix("+ ").rstrip()


def _rates(draw):
    small, large = sorted(draw.sample(range(1, 13), 2))
    return {"small": small, "large": large, "n": draw.randint(2, 4), "rate": Fraction(1, draw.choice((10, 16, 20)))}


def _stop(draw):
    """Values that fall, at one place by little only, then rise, and come to rest after that."""
    falls = [draw.uniform(0.5, 3) for _ in range(draw.randint(2, 5))]
    early = draw.randrange(1, len(falls))
    falls[early] = draw.uniform(2e-4, 8e-4)
    changes = [*falls, -draw.uniform(0.2, 0.9), draw.uniform(0.5, 2), draw.uniform(0.5, 2), draw.uniform(2e-5, 8e-5)]
    values = [f"{value:.5f}" for value in draw.uniform(12, 15) - np.cumsum([0, *changes])]
    rise = len(falls) + 1
    return {"values": ", ".join(values), "rise": rise, "early": early + 1, "rest": len(changes),
            "v": values[rise - 1], "vnew": values[rise]}


_GIVEN = "The Hessian of a quadratic function has the eigenvalues {small} and {large}. "

_KINDS = (
    (
        Kind(_bowl, ("The gradient of", "f", "at the point {x}: which two numbers is it?"),
             ("derivative by x1", "derivative by x2"), "2*k*x + m*x[::-1] + d",
             "df/dx1 = {df1}\ndf/dx2 = {df2}\nat {x}: {answer}", (
             slip("drop_term", "without the product x1 x2", " + m*x[::-1]", ""),
             slip("drop_term", "without the terms in which x1 or x2 stands alone", " + d", ""),
             slip("constant_factor", "without the 2 that a square brings down", "2*k", "k"),
             slip("wrong_term", "with x1 x2 differentiated to the variable itself", "x[::-1]", "x"))),
        Kind(_bowl, ("At which point is the minimum of", "f"), _POINT, "np.linalg.solve(H, -d)",
             "0 = {df1}\n0 = {df2}\nsolved together: {answer}", (
             slip("drop_term", "the minimum without the product x1 x2", "np.linalg.solve(H, -d)", "-d / (2*k)"),
             slip("term_sign", "the minimum with the product of the opposite sign", "H", "4*k*np.eye(2) - H"))),
    ),
    (
        Kind(_bowl, ("One step of gradient descent on", "f",
                     "from {x} with learning rate {rate}: to which point does it lead?"),
             _POINT, "x - rate * gradient", "{x} - {rate} * {gradient} = {answer}", (
             slip("uphill", "one step uphill: the gradient is subtracted", "-", "+"),
             slip("alpha", "a step with learning rate 1", "rate * ", ""),
             slip("gradient_for_point", "the gradient, not the next point", "x - rate * ", ""),
             slip("displacement", "the way of the step, not where it leads", "x - ", "-"))),
    ),
    (
        Kind(_rates, (_GIVEN + "Which part of the error along the eigenvector of {small} do {n} steps with rate "
                      "{rate} leave? 1 is all of it.",),
             ("part",), "(1 - rate*small)**n", "(1 - {rate} * {small})**{n} = {answer}", (
             slip("too_few_steps", "what a single step leaves", "**n", ""),
             slip("other_eigenvalue", "what is left along the other eigenvector", "small", "large"),
             slip("complement", "the part that is gone", "(1", "1 - (1"),
             slip("sum_for_product", "as if every step took the same away; it takes that part of what is left",
                      "(1 - rate*small)**n", "1 - n*rate*small"))),
    ),
    (
        Kind(_rates, (_GIVEN + "Below which learning rate does gradient descent converge from every start?",),
             ("learning rate",), "2 / large", "1 - alpha * {large} reaches -1 at 2/{large} = {answer}", (
             slip("other_eigenvalue", "enough for the gentle direction only", "large", "small"),
             slip("other_rate", "the rate that removes the steep error in one step", "2", "1"),
             slip("other_rate", "the rate at which both factors have the same size", "large", "(small + large)"))),
        Kind(_bowl, ("The minimum of", "f", "is at {minimum}. From {start}, with which learning rate does one "
                     "step land on it?"),
             ("learning rate",), "1 / value",
             "the error {way} * {direction} has the eigenvalue {value}: 1/{value} = {answer}", (
             slip("other_eigenvalue", "the rate for the other eigenvector", "value", "other"),
             slip("other_rate", "the rate that lands on the other side, as far away", "1", "2"))),
    ),
    (
        Kind(_stop, ("Gradient descent stops after the first update with v - vnew < 1e-4. Without that rule its "
                     "values, from the start on, would be {values}. After how many updates does it stop?",),
             ("number of updates",), "rise", "update {rise}: {v} - {vnew} is negative", (
             slip("start_included", "with the start counted as an update", "rise", "rise + 1"),
             slip("early_end", "the last update that lowered the value by more than 1e-4; the rule acts one later",
                      "rise", "rise - 1"),
             slip("absolute_value", "where the size of the change is below 1e-4; the rule also takes a rise for the "
                      "end", "rise", "rest"),
             slip("threshold", "the first small decrease, but it is above 1e-4", "rise", "early"))),
    ),
)


def five(draw):
    """Five questions of different kinds.

    Parameters
    ----------
    draw : random.Random

    Returns
    -------
    list of lab3_helpers.student_code.numbers.Drawn
    """
    return [drawn(kinds, draw) for kinds in _KINDS]
