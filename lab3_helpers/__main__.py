"""The course's commands. Without one: a line per requirement, found, needed, what to do; exit code 1 if one is missing.
"""

import argparse
import sys
from importlib import import_module

from .requirements import AROUND, NOTEBOOK, PYTHON, advice, found, import_matplotlib

# By name: the module, imported when its command is given, and what the command does. A module has
# add_arguments(parser) and run(arguments), which returns the exit code.
COMMANDS = {
    "handout": ("lab3_helpers.desk.handout", "Write the notebooks for students, with or without solutions."),
    "merge": ("lab3_helpers.desk.merge", "Carry a student's work over into a newer notebook of the course."),
    "report": ("lab3_helpers.desk.report", "Write who solved what, from the notebooks that a class has returned."),
}


def requirements():
    """The lines that say what the course needs, and whether everything is there.

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
    backend = import_matplotlib() if found("matplotlib") else None
    if backend:
        lines.append(f"note     {backend}")
    lines.append("Everything is there: run  jupyter lab notebooks" if complete
                 else "Something is missing: do what its line says, then run this again.")
    return lines, complete


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
    for name, (module, does) in COMMANDS.items():
        command = commands.add_parser(name, help=does, description=does)
        if name in words:
            try:
                import_module(module).add_arguments(command)
            except ModuleNotFoundError as error:
                parser.exit(1, f"{error.name} is not installed: run  python -m lab3_helpers  to see what is missing.\n")
    arguments = parser.parse_args(words)
    if arguments.command:
        return import_module(COMMANDS[arguments.command][0]).run(arguments)
    lines, complete = requirements()
    print("\n".join(lines))
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
