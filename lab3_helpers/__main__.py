"""The course's commands. Without one: a line per requirement, found, needed, what to do; exit code 1 if one is missing.
"""

import argparse
import sys
from importlib import import_module

from .requirements import AROUND, NOTEBOOK, PYTHON, advice, found, import_matplotlib

# What each command does. Its module in `desk` is imported when it is given, and has add_arguments(parser) and
# run(arguments), which returns the exit code; a ValueError from it is a sentence.
COMMANDS = {
    "handout": "Write the notebooks for students, with or without solutions.",
    "merge": "Carry a student's work over into a newer notebook of the course.",
    "report": "Write who solved what, from the notebooks that a class has returned.",
}


def main(words):
    """Do what the command line says.

    Parameters
    ----------
    words : list of str
        What stands behind ``python -m lab3_helpers``.

    Returns
    -------
    int
        The exit code.
    """
    parser = argparse.ArgumentParser(
        prog="python -m lab3_helpers",
        description="Without a command: look at what the course needs, and say what is missing.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name, does in COMMANDS.items():
        command = commands.add_parser(name, help=does, description=does)
        if name in words:
            try:
                module = import_module(f"lab3_helpers.desk.{name}")
            except ModuleNotFoundError as error:
                parser.exit(1, f"{error.name} is not installed: run  python -m lab3_helpers  to see what is missing.\n")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    arguments = parser.parse_args(words)
    if not arguments.command:
        return _requirements()
    try:
        return arguments.run(arguments)
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _requirements():
    """Print what the course needs and what is there; the exit code is 0 if everything is."""
    complete = True
    for name, need in {"python": PYTHON, **NOTEBOOK, **AROUND}.items():
        problem = advice(name, need)
        complete = complete and problem is None
        print(f"{'ok     ' if problem is None else 'MISSING'}  {name}: found {found(name) or 'none'}, "
              f"needed {need} or newer" + (f". {problem}" if problem else ""))
    backend = import_matplotlib() if found("matplotlib") else None
    if backend:
        print(f"note     {backend}")
    print("Everything is there: run  jupyter lab notebooks" if complete
          else "Something is missing: do what its line says, then run this again.")
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
