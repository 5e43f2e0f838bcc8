"""A student's optimizer is run as it is; what it did, or why it could not be drawn, in words."""

import numpy as np

from lab3_helpers.arguments import numeric_array, shown
from lab3_helpers.panel.words import counted
from lab3_helpers.student_code.guarded import Endless, Guard, what_ended
from lab3_helpers.student_code.outcome import as_sentence

# How many lines an optimizer may run through, before it counts as one that never ends: a slider does not wait for more.
LINES_PER_STEP, LINES_AT_LEAST = 500, 10_000


def optimizer_path(optimizer, x0, func, grad, max_steps, alpha):
    """The points an optimizer goes through that itself returns only the last one.

    Its points are where it asks for the gradient. That is checked with fewer steps, which must end at the points
    in between, or, should it miscount, by the steps themselves; an optimizer that works otherwise is asked for
    1, 2, ... `max_steps` steps instead.

    Parameters
    ----------
    optimizer : callable
        ``optimizer(x0, func, grad, max_steps, alpha)``, returns a point.
    x0 : numpy.ndarray, shape (n,)
    func, grad : callable
    max_steps : int
    alpha : float

    Returns
    -------
    path : numpy.ndarray, shape (steps + 1, n), or None
        Only the start if the optimizer failed; None if it is still a blank.
    complaint : str or None
        One sentence when something is to be said about the optimizer.
    """
    miscount, printed = None, ""
    guard = Guard(LINES_AT_LEAST + LINES_PER_STEP * max_steps)

    def end_after(steps, grad=grad):
        nonlocal printed
        run = guard.call(optimizer, x0.copy(), func, grad, steps, alpha)
        printed += run.printed
        if isinstance(run.error, Endless):
            why = what_ended(run.error).partition(": ")[2]
            raise _NoPoint(f"has not ended long after {counted(steps, 'step')}: {why}")
        if run.error is not None:
            raise run.error
        return _point(run.value, x0.shape)

    def recorded(steps):
        visited = []

        def recording_grad(x):
            visited.append(np.array(x, dtype=float))
            return grad(x)

        end = end_after(steps, recording_grad)
        if not all(point.shape == x0.shape for point in visited):
            return end[None]
        at_end = visited and _same(visited[-1], end)
        if at_end and (len(visited) == steps + 1 or not _same(end - alpha * grad(end), end)):
            visited.pop()  # the gradient at the end was asked for, but no step made with it
        return np.array([*visited, end])

    name = getattr(optimizer, "__name__", "optimizer")
    try:
        with guard:
            path = recorded(max_steps)
            made = len(path) - 1
            fewer = {1, made - 1, made} & set(range(1, max_steps))
            if not (1 <= made <= max_steps and (path[0] == x0).all()
                    and all(k <= made and _same(end_after(k), path[k]) for k in fewer)):
                if _descends(path, x0, grad, alpha):
                    # Where no early stop can interfere: does it make one step when one is asked for?
                    for asked, steps in ((1, len(recorded(1)) - 1), (max_steps, made)):
                        if steps > asked or steps < asked == 1:
                            are = "is" if asked == 1 else "are"
                            miscount = f"{name} makes {counted(steps, 'step')} where {asked} {are} asked for."
                            break
                else:
                    path = _without_repeats(np.array([x0, *map(end_after, range(1, max_steps + 1))]))
    except _Blank:
        blank = "returns nothing: it is not written yet, or its return is missing. The course's own is shown."
        return None, f"{name} {blank}"
    except _NoPoint as error:
        return x0[None], as_sentence(f"{name} {error}")
    except (Exception, SystemExit) as error:
        if isinstance(error, TypeError) and "ellipsis" in str(error).lower():
            return None, f"{name} still holds a blank (...); the course's own is shown."
        if (ended := what_ended(error)) is not None:
            return x0[None], as_sentence(f"{name} {ended}")
        what = f"{type(error).__name__}: {error}".rstrip(".: ")
        return x0[None], f"{name} raised {what}{_line(error, optimizer)}."
    said = printed.split("\n")[0][:60]
    return path, f"{name} printed: {said}." if said else miscount


class _NoPoint(Exception):
    pass


class _Blank(Exception):
    pass


def _descends(path, x0, grad, alpha):
    """Whether every step of a path is one of gradient descent; one without any stays where there is a slope."""
    if len(path) == 1:
        return _same(path[0], x0) and grad(x0).any()
    return np.allclose(path[:-1] - alpha * np.array([grad(x) for x in path[:-1]]), path[1:], rtol=1e-9)


def _point(value, shape):
    if value is None or value is Ellipsis:
        raise _Blank
    try:
        point = numeric_array("the point", value)
    except (TypeError, ValueError):
        raise _NoPoint(f"must return the point after the last step, but returned {shown(value)}") from None
    numbers = not np.isnan(point).any()
    if point.shape != shape or not numbers:
        due = f"a point of {shape[0]} numbers" if numbers else "numbers"
        raise _NoPoint(f"must return {due}, but returned {shown(value)}")
    return point


def _same(a, b):
    return np.array_equal(a, b, equal_nan=True)


def _without_repeats(path):
    """Drop the end of a path that no longer moves: the optimizer had stopped."""
    steps = len(path) - 1
    while steps > 1 and _same(path[steps], path[steps - 1]):
        steps -= 1
    return path[: steps + 1]


def _line(error, optimizer):
    """The deepest line of the student's own code."""
    frames, own = error.__traceback__, ""
    while frames:
        code = frames.tb_frame.f_code
        if code is getattr(optimizer, "__code__", None):
            own = f" (line {frames.tb_lineno} of {code.co_name})"
        frames = frames.tb_next
    return own
