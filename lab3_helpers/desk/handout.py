"""``python -m lab3_helpers handout FOLDER``: the notebooks for students, with or without hints and solutions."""

from argparse import ArgumentTypeError
from datetime import datetime
from pathlib import Path

from lab3_helpers.desk.forms import sheet, slides, without_hints, without_solutions
from lab3_helpers.desk.nbgrader import graded, read_points
from lab3_helpers.desk.notebook import MARKS, add_course, course_files, marked, read, write
from lab3_helpers.release import FILE, written

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
    course, folder = course_files(arguments.course), arguments.folder
    _make(folder, course)
    notebooks = {folder / path.name: _changed(read(path), arguments) for path in course}
    if arguments.points and not arguments.nbgrader:
        raise ValueError("The points are for nbgrader: add --nbgrader.")
    if arguments.nbgrader:
        points = read_points(arguments.points, notebooks.values()) if arguments.points else {}
        notebooks = {path: graded(notebook, points) for path, notebook in notebooks.items()}
    for path in notebooks:
        if path.exists() and not _untouched(read(path)):
            raise ValueError(f"{path} is not as it was handed out: somebody has worked in it. Nothing was "
                             "written; choose another folder, or move that notebook away.")
    for path, notebook in notebooks.items():
        write(path, marked(notebook))
    if not arguments.sheet:
        (folder / FILE).write_text(_RELEASE.format(arguments.hints, arguments.solutions), "utf-8")
    shown = f"; {FILE} beside them says: hints {arguments.hints}, solutions {arguments.solutions}"
    print(f"{len(notebooks)} notebooks are in {folder}{'' if arguments.sheet else shown}.")
    return 0


def _untouched(notebook):
    """Whether the cells of a notebook say what they said when this command handed it out."""
    return notebook["metadata"].get(MARKS) == marked(notebook)["metadata"][MARKS]


def _changed(notebook, arguments):
    if arguments.solutions != "always":
        notebook = without_solutions(notebook)
    if arguments.hints != "always":
        notebook = without_hints(notebook)
    if arguments.slides:
        notebook = slides(notebook)
    return sheet(notebook) if arguments.sheet else notebook


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
