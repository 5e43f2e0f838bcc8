"""What the course needs, what is found here, and what to do about the difference.

Imports the standard library only and keeps to old syntax: it must run where everything else is missing.
"""

import os
import re
import sys
from importlib.metadata import PackageNotFoundError, version

PYTHON = "3.11"

# The packages of requirements.txt and their oldest versions (a test compares the two).
NOTEBOOK = {"numpy": "2.0", "matplotlib": "3.8.4", "sympy": "1.13", "ipywidgets": "8.1", "anywidget": "0.9"}
AROUND = {"jupyterlab": "4.2", "nbval": "0.11"}  # open and test the notebooks; inside one they are not needed


class MissingRequirement(ImportError):
    """A package is missing or too old; a notebook shows the sentence without a traceback."""

    def _render_traceback_(self):
        return [f"{type(self).__name__}: {self}"]


def found(name):
    """Version of an installed package, or of Python itself; None if there is none.

    Parameters
    ----------
    name : str
        A package's name, or ``"python"``.

    Returns
    -------
    str or None
    """
    if name == "python":
        return "{}.{}.{}".format(*sys.version_info)
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def new_enough(have, need):
    """Whether version `have` (None: not there) is `need` or newer, compared number by number.

    Parameters
    ----------
    have : str or None
    need : str

    Returns
    -------
    bool
    """
    return have is not None and _numbers(have) >= _numbers(need)


def advice(name, need):
    """One sentence on how to get `name`, or None if it is there and new enough.

    Parameters
    ----------
    name : str
        A package's name, or ``"python"``.
    need : str
        Oldest version that will do.

    Returns
    -------
    str or None
    """
    have = found(name)
    if new_enough(have, need):
        return None
    came = "is not installed" if have is None else f"{have} is too old"
    if name == "python":
        return f"Python {came}: install {need} or newer from python.org, no admin rights needed."
    package = f'pip install "{name}>={need}"'
    return (f"{name} {came}: run  python -m {package}  in a terminal, or  %{package}  in a notebook cell "
            "and restart the kernel.")


def require():
    """Pass if this notebook can run; called by its first cell, before the imports.

    Raises
    ------
    MissingRequirement
        With what is missing and what to do, one sentence per package.
    """
    sentences = [advice(name, need) for name, need in {"python": PYTHON, **NOTEBOOK}.items()]
    missing = [sentence for sentence in sentences if sentence]
    if missing:
        raise MissingRequirement(" ".join(missing))


def import_matplotlib():
    """Import Matplotlib for the first time; it refuses to be imported where MPLBACKEND names no backend that it knows.

    The panels draw without a backend, so they need none: the name is set aside meanwhile and then applied.

    Returns
    -------
    str or None
        One sentence on a name that Matplotlib does not know.
    """
    if "matplotlib" in sys.modules:
        return None
    for name in [name for name in sys.modules if name.startswith("matplotlib.")]:
        del sys.modules[name]  # half of a package, left by an import that was refused
    backend = os.environ.pop("MPLBACKEND", None)
    try:
        import matplotlib
    finally:
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    try:
        if backend:
            matplotlib.rcParams["backend"] = backend
    except ValueError:
        return (f"The environment variable MPLBACKEND is {backend!r}, which Matplotlib does not know: the course draws "
                "all the same, but for plots of your own remove the variable.")
    return None


def _numbers(text):
    """(1, 14) of "1.14.0rc1": the release without trailing zeros, so that 2.0 and 2 are equal."""
    numbers = [int(part) for part in re.match(r"\d+(?:\.\d+)*", text).group().split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
