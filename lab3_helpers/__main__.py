"""``python -m lab3_helpers``: a line per requirement, found and needed, and what to do. Exit code 1: one is missing."""

import sys

from .requirements import AROUND, NOTEBOOK, PYTHON, advice, found


def report():
    """The lines to print, and whether everything is there.

    Returns
    -------
    tuple of (list of str, bool)
    """
    lines, complete = [], True
    for name, need in {"python": PYTHON, **NOTEBOOK, **AROUND}.items():
        problem = advice(name, need)
        complete = complete and problem is None
        lines.append(f"{'ok     ' if problem is None else 'MISSING'}  {name}: "
                     f"found {found(name) or 'none'}, needed {need} or newer"
                     + (f". {problem}" if problem else ""))
    lines.append("Everything is there: run  jupyter lab notebooks" if complete
                 else "Something is missing: do what its line says, then run this again.")
    return lines, complete


if __name__ == "__main__":
    lines, complete = report()
    print("\n".join(lines))
    sys.exit(0 if complete else 1)
