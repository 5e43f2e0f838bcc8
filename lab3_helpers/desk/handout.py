"""``python -m lab3_helpers handout FOLDER``: the notebooks for students, with or without hints and solutions."""

import re
import sys
from argparse import ArgumentTypeError
from datetime import datetime
from pathlib import Path

from lab3_helpers.desk.nbgrader import graded, questions, read_points
from lab3_helpers.desk.notebook import (
    MARKS,
    add_course,
    course_files,
    marked,
    read,
    tags,
    without_output,
    without_verdicts,
    write,
)
from lab3_helpers.desk.sheet import sheet
from lab3_helpers.desk.slides import slides
from lab3_helpers.release import FILE, written

_HINT = re.compile(r"\n*<details[^>]*><summary[^>]*>Hint</summary>.*?</details>", re.DOTALL)
_RELEASE = """\
# When the notebooks beside this file show hints and solutions: "always", "never", or the day from which they do,
# such as "2026-11-30". The file is read whenever one is asked for.
hints = "{}"
solutions = "{}"
"""


def add_arguments(parser):
    """Say what the command takes."""
    parser.description = f"Write the notebooks for students into FOLDER, and {FILE}, which says what they show."
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="Where they are written; it is made if need be.")
    solutions = parser.add_mutually_exclusive_group()
    solutions.add_argument("--with-solutions", dest="solutions", action="store_const", const="always", default="always",
                           help="The worked solutions are shown (as without any switch).")
    solutions.add_argument("--without-solutions", dest="solutions", action="store_const", const="never",
                           help=f"No notebook holds a worked solution, and none is shown until {FILE} says otherwise.")
    solutions.add_argument("--solutions-from", dest="solutions", type=_day, metavar="DAY",
                           help='Likewise, until that day: 2026-11-30, or "2026-11-30 18:00" in quotes.')
    parser.add_argument("--without-hints", dest="hints", action="store_const", const="never", default="always",
                        help="The same for the hints.")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--slides", action="store_true",
                      help="jupyter nbconvert --to slides  makes a talk of the notebooks, one part a slide.")
    form.add_argument("--print", dest="sheet", action="store_true",
                      help="Sheets to print: what is asked, with room to write, and no answer.")
    form.add_argument("--nbgrader", action="store_true",
                      help="The notebooks can be graded by nbgrader: FOLDER is then source/NAME of its course.")
    parser.add_argument("--points", type=Path, metavar="FILE",
                        help='With --nbgrader: lines such as  "2.8" = 2  for the questions that do not count 1.')
    add_course(parser)


def run(arguments):
    """Do what was asked for; the exit code is 0 if everything was written."""
    try:
        course, folder = course_files(arguments.course), arguments.folder
        _make(folder, course)
        notebooks = {folder / path.name: _changed(read(path), arguments) for path in course}
        if arguments.points and not arguments.nbgrader:
            raise ValueError("The points are for nbgrader: add --nbgrader.")
        if arguments.nbgrader:
            points = _points(arguments.points, notebooks.values())
            notebooks = {path: graded(notebook, points) for path, notebook in notebooks.items()}
        for path in notebooks:
            if path.exists() and not untouched(read(path)):
                raise ValueError(f"{path} is not as it was handed out: somebody has worked in it. Nothing was "
                                 "written; choose another folder, or move that notebook away.")
        for path, notebook in notebooks.items():
            write(path, marked(notebook))
        if not arguments.sheet:
            (folder / FILE).write_text(_RELEASE.format(arguments.hints, arguments.solutions), "utf-8")
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    shown = f"; {FILE} beside them says: hints {arguments.hints}, solutions {arguments.solutions}"
    print(f"{len(notebooks)} notebooks are in {folder}{'' if arguments.sheet else shown}.")
    return 0


def without_solutions(notebook):
    """A notebook that holds no worked solution.

    The cells with the tag ``solution`` go; a panel with that tag stays and loses its stored picture. Stored verdicts
    go, because the solution is folded under them.
    """
    cells = [without_output(cell) if "solution" in tags(cell) else cell for cell in without_verdicts(notebook)["cells"]
             if "solution" not in tags(cell) or "panel" in tags(cell)]
    return notebook | {"cells": cells}


def without_hints(notebook):
    """A notebook that holds no hint: folded ones go from its text, and stored verdicts, under which they are folded."""
    cells = [cell | {"source": _HINT.sub("", cell["source"])} if cell["cell_type"] == "markdown" else cell
             for cell in without_verdicts(notebook)["cells"]]
    return notebook | {"cells": cells}


def untouched(notebook):
    """Whether the cells of a notebook say what they said when it was handed out.

    Parameters
    ----------
    notebook : dict

    Returns
    -------
    bool
        False as well if it was not handed out by this command.
    """
    return notebook["metadata"].get(MARKS) == marked(notebook)["metadata"][MARKS]


def _changed(notebook, arguments):
    if arguments.solutions != "always":
        notebook = without_solutions(notebook)
    if arguments.hints != "always":
        notebook = without_hints(notebook)
    if arguments.slides:
        notebook = slides(notebook)
    return sheet(notebook) if arguments.sheet else notebook


def _points(file, notebooks):
    if file is None:
        return {}
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"The points were expected as text in UTF-8, but {file} is something else.") from None
    return read_points(text, [question for notebook in notebooks for question in questions(notebook)])


def _make(folder, course):
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"A folder was expected, but {folder} is a file.")
    if folder.resolve() == course[0].parent.resolve():
        raise ValueError(f"{folder} holds the course itself: choose another folder.")
    folder.mkdir(parents=True, exist_ok=True)


def _day(text):
    try:
        return written(datetime.fromisoformat(text))
    except ValueError:
        raise ArgumentTypeError(f"a day such as 2026-11-30 was expected, but {text} came") from None
