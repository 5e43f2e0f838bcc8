"""Exercise 1: where gradient descent goes, and why the learning rate decides it."""

import numpy as np

from lab3_helpers.arguments import shown
from lab3_helpers.descent import f, f_gradient, gradient_descent
from lab3_helpers.figures import DescentFigure
from lab3_helpers.panels.controls import button, list_slider, number_slider
from lab3_helpers.panels.panel import Panel
from lab3_helpers.panels.student import optimizer_path
from lab3_helpers.panels.words import counted, number

MINIMUM, LOWEST = np.array([8.0, 4.0]), -12.0
# Eigenvectors of the Hessian [[2, -1], [-1, 2]]; one step multiplies the error along them by 1 - alpha lambda.
GENTLE, STEEP = (1.0, np.array([1.0, 1.0])), (3.0, np.array([1.0, -1.0]))
X1_RANGE, X2_RANGE = (0.0, 16.0), (-4.0, 12.0)
MAX_STEPS = 100
LANDMARKS = {1 / 3: "1/3", 1 / 2: "1/2", 2 / 3: "2/3"}
RATES = {rate: f"{rate:g}" for rate in (
    0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0
)} | LANDMARKS


class DescentPanel(Panel):
    """Gradient descent on ``f``: start, learning rate and number of steps by slider, the start also by a click.

    Parameters
    ----------
    optimizer : callable, optional
        Your ``gradient_descent_optimizer(x0, func, grad, max_steps, alpha)``, whose steps are then drawn. Without
        it, and while it is a blank, the course's own runs and does not stop early.
    x0 : pair of float, default (6, 6)
        Start, inside the picture.
    learning_rate : float, default 0.1
    steps : int, default 10
        Between 0 and 100.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "Gradient descent on f(x1, x2) = (x1 - 6)² + x2² - x1 x2"
    clickable = True

    def __init__(self, optimizer=None, x0=(6, 6), learning_rate=0.1, steps=10):
        if optimizer is not None and not callable(optimizer):
            raise TypeError(f"optimizer must be a function or None, but {shown(optimizer)} came.")
        try:
            x1, x2 = x0
        except (TypeError, ValueError):
            raise ValueError(f"x0 must be two numbers, but {shown(x0)} came.") from None
        self.optimizer = optimizer
        grid1, grid2 = np.linspace(*X1_RANGE, 81), np.linspace(*X2_RANGE, 81)
        heights = f(np.stack(np.meshgrid(grid1, grid2), axis=-1)) - LOWEST
        # Each eigenvalue's label sits where its line is clear of the legend and of the sheet's start (6, 6).
        directions = [(5.5 * GENTLE[1], "λ = 1"), (5.5 * STEEP[1], "λ = 3")]
        figure = DescentFigure(grid1, grid2, heights, MINIMUM, directions,
                               ("gentle, |1 − α|", "steep, |1 − 3α|"), step_ranges=(10, 30, MAX_STEPS))
        controls = {
            "x1": number_slider("x1", x1, *X1_RANGE, 0.1),
            "learning rate": list_slider("learning rate", learning_rate, RATES),
            "x2": number_slider("x2", x2, *X2_RANGE, 0.1),
            "steps": number_slider("steps", steps, 0, MAX_STEPS, 1),
        }
        buttons = [
            *(button(counted(n, "step"), lambda n=n: self.set(steps=n)) for n in (1, 10, 100)),
            *(button(f"rate {name}", lambda rate=rate: self.set(learning_rate=rate))
              for rate, name in LANDMARKS.items()),
        ]
        super().__init__(figure, controls, buttons, play="steps")

    def move(self, x1, x2, learning_rate, steps):
        x1, x2 = round(x1, 1), round(x2, 1)  # a dragged slider sends 0.30000000000000004
        x0 = np.array([x1, x2])
        path, complaint = None, None
        if steps == 0:
            path = x0[None]
        elif self.optimizer is not None:
            path, complaint = optimizer_path(self.optimizer, x0, f, f_gradient, steps, learning_rate)
        if path is None:
            path = gradient_descent(x0, f, f_gradient, steps, learning_rate, tol=None).path
        gaps = f(path) - LOWEST
        factors = [1 - learning_rate * eigenvalue for eigenvalue, _ in (GENTLE, STEEP)]
        self.figure.move(path, gaps, np.abs(factors))
        sentence = describe(path, gaps, learning_rate, factors)
        arguments = {"optimizer": self.optimizer} if self.optimizer else {}
        arguments |= {"x0": (x1, x2), "learning_rate": learning_rate, "steps": steps}
        return (f"{complaint} {sentence}" if complaint else sentence), arguments

    def clicked(self, x, y):
        point = self.figure.point_at(self.figure.contours, x, y)
        if point is not None:
            x1, x2 = (round(float(number), 1) for number in point)
            self.set(x1=x1, x2=x2)


def describe(path, gaps, learning_rate, factors):
    """The picture in words: where the path ends, what the rate does to the error, and whether it diverges.

    Parameters
    ----------
    path : numpy.ndarray, shape (steps + 1, 2)
    gaps : numpy.ndarray, shape (steps + 1,)
        Value minus the minimal value.
    learning_rate : float
    factors : sequence of float
        What one step multiplies the error by, along the gentle and along the steep direction.

    Returns
    -------
    str
    """
    steps, end = len(path) - 1, path[-1]
    at = f"({number(end[0])}, {number(end[1])})"
    gentle, steep = (number(factor, 3) for factor in factors)
    effect = (f"A step with learning rate {number(learning_rate, 3)} multiplies the error by {gentle} in the gentle "
              f"and by {steep} in the steep direction.")
    if steps == 0:
        return f"No step made: the start {at} is {number(gaps[0])} above the minimum -12 at (8, 4). {effect}"
    outside = ~inside(path)
    if outside[-1] and not gaps[-1] < gaps[0]:
        left = int(np.argmax(outside))
        reason = "the rate is above 2/3" if learning_rate > 2 / 3 else "the value rises"
        return (f"Diverged after {counted(left, 'step')}: {reason}. After {counted(steps, 'step')} the value is "
                f"{number(gaps[-1] + LOWEST)}. {effect}")
    distance = "on the minimum" if gaps[-1] < 1e-12 else f"{number(gaps[-1])} above the minimum"
    return f"After {counted(steps, 'step')} the point is {at}, {distance} -12 at (8, 4). {effect}"



def inside(points):
    """Whether each point lies in the picture; shape (..., 2) -> (...)."""
    low, high = np.transpose([X1_RANGE, X2_RANGE])
    return ((points >= low) & (points <= high)).all(axis=-1)
