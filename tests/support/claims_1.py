"""What notebook 1 says with numbers, and whether it is true; see ``tests/test_prose.py``."""

import numpy as np

from lab3_helpers.descent import HESSIAN, MINIMUM, START, f, f_gradient, gradient_descent
from lab3_helpers.descent.maths import eigenvectors
from lab3_helpers.descent.momentum import best_beta, best_factors, best_share, errors, factor, rate_limit, step_matrix
from lab3_helpers.descent.momentum_panel import Run
from lab3_helpers.descent.panel import EIGENVALUES
from lab3_helpers.descent.numbers import three_steps
from lab3_helpers.descent.slope_panel import DISTANCE, unit_vector
from drawn import are_five, numbers_asked_for, three_digits_are_enough
from prose import printed

PATH = three_steps().path
ERROR = np.array(START) - MINIMUM
GENTLE, STEEP = eigenvectors()[1]  # (1, 1) and (1, -1)


def run(alpha, steps=10, x0=START, tol=None):
    return gradient_descent(x0, f, f_gradient, steps, alpha, tol)


def exactly(a, b):
    return np.allclose(a, b, rtol=1e-12, atol=1e-12)


def left(alpha):
    """The share of the error that a step leaves, along both directions."""
    return np.abs(1 - alpha * EIGENVALUES)


def distance(alpha, x0, steps=10):
    return np.linalg.norm(run(alpha, steps, x0).x - MINIMUM)


def best_rate(x0):
    rates = np.linspace(0.3, 0.6, 301)
    return rates[np.argmin([distance(rate, x0) for rate in rates])]


def slope(direction, point=START):
    return f_gradient(point) @ unit_vector(direction)


def straight_directions(rate=0.1):
    """Every whole direction from the minimum from which the path stays on its line."""
    found = []
    for direction in range(360):
        way = unit_vector(direction)
        path = run(rate, x0=MINIMUM + DISTANCE * way).path - MINIMUM
        if np.abs(path @ (-way[1], way[0])).max() < 1e-9:
            found.append(direction)
    return found


def best_run(condition, momentum):
    return Run(condition, best_share(condition), best_beta(condition) if momentum else 0.0)


def steepest(point, sign):
    return max(range(360), key=lambda direction: sign * slope(direction, point))


def other_starts(count=200):
    return np.random.default_rng(0).uniform(0, 12, (count, 2))


CLAIMS = {
    "five fresh questions": lambda: are_five(1),
    "two of them with a comma in between": lambda: numbers_asked_for(1) == {1, 2},
    "three digits after the point are enough": lambda: three_digits_are_enough(1),
    "You stand at $(6, 6)$, where $f = 0$": lambda: START == (6, 6) and f(START) == 0,
    "Halfway between the two $f$ falls faster, with slope $-8.49$": lambda: f"{slope(315):.2f}" == "-8.49",
    "At $(6, 6)$ nothing is steeper than direction $135°$ up and $315°$ down, straight across the contour line: the "
    "slopes are $8.49$ and $-8.49$. Along the contour line, at $45°$ and $225°$, $f$ is level": lambda: (
        steepest(START, 1) == 135
        and steepest(START, -1) == 315
        and f"{slope(135):.2f} {slope(315):.2f}" == "8.49 -8.49"
        and exactly([slope(45), slope(225)], 0)
    ),
    "its length is the slope there. In any other direction the slope is this length times the cosine of the angle to "
    "the gradient": lambda: all(
        exactly(slope(turn), np.hypot(*f_gradient(START)) * np.cos(np.deg2rad(turn - 135))) for turn in range(360)
    ),
    "The gradient's two numbers are the slopes to the right and up": lambda: all(
        exactly(f_gradient(point), [slope(0, point), slope(90, point)]) for point in other_starts(9)
    ),
    "the slope is $-6$ at $(6, 6)$ and $-8$ at $(6, 8)$": lambda: slope(0) == -6 and slope(0, (6, 8)) == -8,
    "From four: on two lines through the minimum, from both sides": lambda: (
        len(straight_directions()) == 4 and {turn % 180 for turn in straight_directions()} == {45, 135}
    ),
    "The start is 5 away from the minimum": lambda: DISTANCE == 5,
    "whatever the learning rate. So it is at $45°$ and $225°$, and at $135°$ and $315°$": lambda: all(
        straight_directions(rate) == [45, 135, 225, 315] for rate in (0.02, 0.1, 0.3)
    ),
    "the slope divided by the distance is its *eigenvalue*": lambda: exactly(
        [slope(turn, MINIMUM + DISTANCE * unit_vector(turn)) / DISTANCE for turn in (45, 135)], EIGENVALUES
    ),
    "The start $(6, 6)$ lies in direction $135°$": lambda: exactly(ERROR / np.hypot(*ERROR), unit_vector(135)),
    "is the *condition number* $\\kappa$: 3 for our $f$": lambda: exactly(EIGENVALUES[1] / EIGENVALUES[0], 3),
    "After about 200, in fact 231. The best rate $2/(1 + 100)$ leaves $99/101 \\approx 0.98$ of both errors, and "
    "$(99/101)^{231} \\approx 0.01$": lambda: (
        best_run(100, False).steps_needed() == 231
        and exactly(best_run(100, False).alpha, 2 / 101)
        and exactly(best_run(100, False).factors, 99 / 101)
        and f"{99 / 101:.2f} {(99 / 101) ** 231:.2f}" == "0.98 0.01"
    ),
    "now a step needs the last two of its values": lambda: step_matrix(1, 0.1, 0.5).shape == (2, 2),
    "\\begin{pmatrix} 1 + \\beta - \\alpha \\lambda & -\\beta \\\\ 1 & 0 \\end{pmatrix}": lambda: exactly(
        step_matrix(3, 0.2, 0.7), [[1 + 0.7 - 0.2 * 3, -0.7], [1, 0]]
    ),
    "the limit $2(1 + \\beta)/\\lambda_{\\max}$": lambda: all(
        exactly(rate_limit(3, beta), 2 * (1 + beta) / 3)
        and factor(3, 0.999 * rate_limit(3, beta), beta) < 1 < factor(3, 1.001 * rate_limit(3, beta), beta)
        for beta in (0, 0.3, 0.9)
    ),
    "the directions of the two eigenvectors, with eigenvalues 1 and the condition number": lambda: exactly(
        Run(20, 0.5, 0).eigenvalues, (1, 20)
    ),
    "At condition 100 and the limit $0.02$ the steep error bounces for ever, and a step leaves $98\\,\\%$ of the "
    "gentle one": lambda: (
        exactly(Run(100, 1, 0).alpha, 0.02)
        and exactly(np.abs(errors(100, 0.02, 0, 50)), 1)
        and exactly(factor(1, 0.02, 0), 0.98)
    ),
    "The best rate alone takes 231 steps, with the best momentum, $0.669$, it is 39": lambda: (
        best_run(100, True).steps_needed() == 39
        and Run(100, best_share(100), 0.67).steps_needed() == 39
        and f"{best_beta(100):.3f}" == "0.669"
    ),
    "The factor per step falls from $(\\kappa - 1)/(\\kappa + 1) = 0.980$ to "
    "$(\\sqrt\\kappa - 1)/(\\sqrt\\kappa + 1) = 0.818$": lambda: (
        [f"{one:.3f}" for one in best_factors(100)] == ["0.980", "0.818"]
        and exactly(best_factors(100), (99 / 101, 9 / 11))
    ),
    "With more of it the path swings across the minimum for longer: a step leaves $\\sqrt\\beta$ of both "
    "errors": lambda: all(
        exactly(Run(100, best_share(100), beta).factors, np.sqrt(beta))
        and Run(100, best_share(100), beta).steps_needed() > 39
        for beta in (0.8, 0.9, 0.99)
    ),
    "Where the condition number is 1, one step is enough without any": lambda: best_run(1, False).steps_needed() == 1,
    "Both the same. The slope is $-6$ along $x_1$ and $+6$ along $x_2$: right lowers $f$ exactly as fast as "
    "down does": lambda: (
        exactly(f_gradient((6, 6)), (-6, 6))
    ),
    "The value falls from $0$ to $-9$ to $-12$ in two steps. The third step stays where it is": lambda: (
        exactly(three_steps().values, (0, -9, -12, -12)) and exactly(PATH[2], PATH[3])
    ),
    "You are at $(8, 4)$": lambda: exactly(PATH[3], (8, 4)),
    "Nothing. The gradient at $(8, 4)$ is zero, so every further step is $x - \\alpha \\cdot 0 = x$": lambda: (
        exactly(f_gradient((8, 4)), 0) and exactly(run(0.25, 100, (8, 4)).path, (8, 4))
    ),
    "### Why did it land exactly?": lambda: exactly(PATH[2], MINIMUM),
    "A path that needs two steps to reach the minimum *exactly* is rare: from almost any other start the same "
    "steps miss it": lambda: (
        not any(
            exactly(gradient_descent(x0, f, f_gradient, 2, [1 / 2, 1 / 3], None).x, MINIMUM) for x0 in other_starts()
        )
    ),
    "$e = x - (8, 4)$": lambda: exactly(MINIMUM, (8, 4)),
    "\\begin{pmatrix} 2 & -1 \\\\ -1 & 2 \\end{pmatrix}": lambda: exactly(HESSIAN, [[2, -1], [-1, 2]]),
    "(1 - \\alpha \\lambda)\\, e": lambda: all(
        exactly(run(0.3, 1, MINIMUM + way).x - MINIMUM, (1 - 0.3 * value) * way)
        for way, value in ((GENTLE, 1), (STEEP, 3))
    ),
    "the two eigenvalues and eigenvectors of $H$": lambda: len(EIGENVALUES) == 2,
    "$(6, 6) - (8, 4) = (-2, 2)$": lambda: exactly(ERROR, (-2, 2)),
    "so try $(1, 1)$ and $(1, -1)$": lambda: exactly(HESSIAN @ (1, 1), (1, 1)) and exactly(HESSIAN @ (1, -1), (3, -3)),
    "The error $(-2, 2)$ is $-2$ times the eigenvector $(1, -1)$ with $\\lambda = 3$. It has no part along $(1, "
    "1)$ at all": lambda: (
        exactly(ERROR, -2 * np.array((1, -1))) and exactly(HESSIAN @ ERROR, 3 * ERROR) and ERROR @ (1, 1) == 0
    ),
    "Step size $1/2$ multiplies it by $1 - 3/2 = -1/2$: from $(6, 6)$ to $(9, 3)$, on the other side of the "
    "minimum": lambda: (
        exactly(PATH[1], (9, 3)) and exactly(PATH[1] - MINIMUM, -ERROR / 2)
    ),
    "Step size $1/3$ multiplies it by $1 - 3/3 = 0$": lambda: exactly(left(1 / 3)[1], 0),
    "With $1/3$ as the first step you would have landed in **one** step": lambda: exactly(run(1 / 3, 1).x, MINIMUM),
    "A start off the line through $(8, 4)$ in the direction $(1, -1)$ has a part along $(1, 1)$ too, and $1/3$ "
    "leaves two thirds "
    "of that part": lambda: all(
        exactly((run(1 / 3, 1, x0).x - MINIMUM) @ GENTLE, 2 / 3 * (x0 - MINIMUM) @ GENTLE)
        and abs((x0 - MINIMUM) @ GENTLE) > 0
        for x0 in other_starts(9)
    ),
    "The two bars show $|1 - \\alpha|$ and $|1 - 3\\alpha|$": lambda: exactly(EIGENVALUES, (1, 3)),
    "A direction converges while its bar stays below the line at 1": lambda: (
        distance(0.66, (0, 0), 2000) < 1e-6 and distance(0.67, (0, 0), 2000) > 1e6
    ),
    "At $\\alpha = 1/2$ both factors have size $1/2$: the best constant rate": lambda: (
        exactly(left(1 / 2), 1 / 2)
        and all(max(left(rate)) > 1 / 2 for rate in np.linspace(0, 1, 1000) if rate != 1 / 2)
    ),
    "At $\\alpha = 2/3$ the steep direction has factor $-1$ and bounces for ever": lambda: (
        exactly(1 - 2 / 3 * 3, -1) and exactly(distance(2 / 3, START, 1000), distance(2 / 3, START, 1))
    ),
    "Above $2/3$ it explodes, although the gentle direction would still converge up to rate 2": lambda: (
        distance(0.67, START, 2000) > 1e6 and left(1.99)[0] < 1 < left(2.01)[0]
    ),
    "$0$ and $(-6, 6)$, the first row of your table": lambda: f((6, 6)) == 0 and exactly(f_gradient((6, 6)), (-6, 6)),
    "With $\\alpha = 0.1$ from $(6, 6)$, one step multiplies the error by $1 - 0.3 = 0.7$": lambda: exactly(
        run(0.1, 1).x - MINIMUM, 0.7 * ERROR
    ),
    "The error is $-2$ along $(1, -1)$. After ten steps it is $-2 \\cdot 0.7^{10}$, so $x_1 = 8 - 2 \\cdot 0.7^{10} "
    "\\approx 7.943505$": lambda: exactly(run(0.1).x[0], 8 - 2 * 0.7**10) and f"{8 - 2 * 0.7**10:.6f}" == "7.943505",
    "From $(6, 6)$ the rate $1/3$ lands exactly": lambda: exactly(run(1 / 3).x, MINIMUM),
    "From $(0, 0)$ both directions matter": lambda: (MINIMUM @ GENTLE) * (MINIMUM @ STEEP) != 0,
    "Ten steps leave $|1-\\alpha|^{10}$ and $|1-3\\alpha|^{10}$, and $1/2$ makes the larger of the two as small "
    "as it can be": lambda: (
        exactly((run(0.4, 10, (0, 0)).x - MINIMUM) @ GENTLE / (-MINIMUM @ GENTLE), 0.6**10)
        and all(max(left(rate)) >= max(left(1 / 2)) for rate in np.linspace(0, 1, 1001))
    ),
    "the very best rate from $(0, 0)$ is a little higher, about 0.507": lambda: f"{best_rate((0, 0)):.3f}" == "0.507",
    "the error along $(1, 1)$ is three times as large as that along $(1, -1)$": lambda: exactly(
        abs(MINIMUM @ GENTLE), 3 * abs(MINIMUM @ STEEP)
    ),
    "Distances to $(8, 4)$": lambda: exactly(MINIMUM, (8, 4)),
    "Take $\\alpha = 0.7$, just above $2/3$": lambda: 2 / 3 < 0.7 < 0.71,
    "With $\\alpha = 0.1$ the last step lowered the value by $0.000068$": lambda: (
        "v - vnew = 0.000068" in printed(1, "stopping-rule") and run(0.1, 1000, tol=1e-4).reason == "plateau"
    ),
    "With $\\alpha = 0.7$ the first step raised it, from $0$ to $2.52$": lambda: (
        exactly(run(0.7, 1000, tol=1e-4).values, (0, 2.52)) and run(0.7, 1000, tol=1e-4).reason == "increase"
    ),
    "says nothing when the value rises": lambda: run(0.7, 1000, tol=1e-4).steps == 1,
    "the matrix of second derivatives": lambda: exactly(f_gradient(MINIMUM + GENTLE), HESSIAN @ GENTLE),
    "2/(\\lambda_{\\min} + \\lambda_{\\max}) = 2/(1 + 3) = 1/2": lambda: exactly(2 / EIGENVALUES.sum(), 1 / 2),
    "each eigenvector of the Hessian shrinks by its own factor $1 - \\alpha\\lambda$": lambda: exactly(
        left(0.3), (0.7, 0.1)
    ),
    "Above $2/\\lambda_{\\max} = 2/3$ the descent explodes": lambda: (
        exactly(2 / max(EIGENVALUES), 2 / 3) and distance(0.67, START, 2000) > 1e6
    ),
    "For every rate below $2/100 = 0.02$. One step then leaves more than $1 - 0.02 = 98\\,\\%$ of the error "
    "along the gentle": lambda: (
        all(abs(1 - rate * 100) < 1 and 1 - rate * 1 > 0.98 for rate in np.linspace(1e-4, 0.0199, 50))
        and abs(1 - 0.0201 * 100) > 1
    ),
    "does one step of size $1/3$ land exactly on $(8, 4)$": lambda: exactly(run(1 / 3, 1).x, (8, 4)),
    "From every point on the line through $(8, 4)$ in the direction $(1, -1)$: there the error has no part "
    "along $(1, 1)$": lambda: (
        all(exactly(run(1 / 3, 1, (8 + t, 4 - t)).x, (8, 4)) for t in np.linspace(-5, 5, 11))
    ),
    "nothing ends a divergence except `max_steps`": lambda: run(0.7, 50, tol=None).reason == "max_steps",
}

EXEMPT = {
    "a task or a question": (
        "You may take a small step to the right",
        "Start at $(6, 6)$ and take three steps with step sizes $1/2$, $1/3$ and $1/4$",
        "Three steps on paper",
        "Type the three next points",
        "for the point $x_1 = 0$, $x_2 = 1$",
        "the next hundred steps do",
        "Your three steps in code, then one hundred more",
        "these two directions",
        "Set the steps to 1 and move the start away from $(6, 6)$",
        "The learning rate is $1/3$",
        "the rate at which the two bars are equally long",
        "Type the two eigenvalues of $H$, then",
        "What will they return at $(6, 6)$",
        "Where will ten steps end",
        "from $(6, 6)$ with at most 10 steps and $\\alpha = 0.1$",
        "You have ten steps. From $(6, 6)$",
        "And from $(0, 0)$",
        "How close do ten steps come",
        "at most 1,000 steps from $(6, 6)$",
        "Find both partial derivatives",
        "Set the rate $0.7$ in the panel",
        "eigenvalues 1 and 100",
        "The eigenvalues are 1 and 100",
        "the distance to the minimum a hundredth: 20, 200 or 2,000",
        "the slope there divided by the distance 5",
        "Set the condition to 100, the rate to its limit and beta to 0. What does a step leave",
    ),
    "a definition": (
        "function of two variables",
        "(x_1 - 6)^2 + x_2^2",
        "an array of two numbers",
        "The product $x_1 x_2$ couples the two",
        "a $2 \\times 2$ matrix",
    ),
    "how the notebook works, which the tests run": (
        "Three dots",
        "Every cell runs with its blank left open",
        "Run All Cells",
        "Under every check",
    ),
    "the course, not the mathematics": ("sixteen derivatives on paper",),
}
