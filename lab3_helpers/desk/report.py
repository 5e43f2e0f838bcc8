"""``python -m lab3_helpers report FOLDER``: who solved what, as one table and one page, from returned notebooks."""

import asyncio
import csv
import os
import sys
from argparse import ArgumentTypeError
from pathlib import Path
from time import perf_counter

from lab3_helpers.desk.course import changes, read_course
from lab3_helpers.desk.notebook import add_course, course_files
from lab3_helpers.desk.page import page
from lab3_helpers.desk.run import CELL, NOTEBOOK, execute_all
from lab3_helpers.desk.submissions import read_submissions
from lab3_helpers.desk.table import Table, duration

WARNING = """\
A returned notebook is a stranger's code. It runs with your rights, in an empty folder, with another home, without
network and without other programs as far as Python can see to that. That stops accidents, not an attack: if you do not
trust the class, run this on a machine that holds nothing of value, or read the saved verdicts with --stored."""


def add_arguments(parser):
    """Say what the command takes."""
    parser.description = (
        "Read the notebooks that a class has returned, execute each in a kernel of its own, and write who solved what: "
        "a table, NAME.csv, and a page, NAME.html.")
    parser.epilog = WARNING
    parser.add_argument("folder", type=Path,
                        help="Where the returned notebooks lie, under any names, in any sub-folders.")
    parser.add_argument("--stored", action="store_true",
                        help="Execute nothing: read the verdicts that are saved in the notebooks.")
    add_course(parser)
    parser.add_argument("--out", default="report", metavar="NAME",
                        help="What the two files are called, with or without a folder (default: report).")
    parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N",
                        help="How many notebooks run at once (default: one for each processor, here %(default)s).")
    parser.add_argument("--cell-limit", type=_positive, default=CELL, metavar="SECONDS",
                        help="A cell that takes longer is interrupted, and the next one runs (default: %(default)s).")
    parser.add_argument("--limit", type=_positive, default=NOTEBOOK, metavar="SECONDS",
                        help="The longest that a whole notebook may take (default: %(default)s).")


def run(arguments):
    """Do what was asked for; the exit code is 0 if both files were written."""
    began = perf_counter()
    exercises = read_course(course_files(arguments.course))
    submissions, students, lines = _returned(arguments.folder, exercises)
    outputs = _outputs(arguments.out)
    try:
        _judge(submissions, arguments)
    except KeyboardInterrupt:
        print("\nStopped: the report was not written.", file=sys.stderr)
        return 130
    lines += [(one.student, one.path, line) for one in submissions if (line := _line(one, arguments.stored))]
    table = _table(exercises, students, submissions, lines)
    how = ("These are the verdicts that were saved in the notebooks. Nothing was executed." if arguments.stored
           else "Every notebook was executed afresh, with the course's own checks.")
    took = perf_counter() - began
    write_csv(table, outputs[0])
    outputs[1].write_text(page(table, how, submissions, took), "utf-8", errors="replace")
    print(f"{len(submissions)} notebooks of {len(students)} students in {duration(took)}: "
          f"{' and '.join(map(str, outputs))}.")
    return 0


def write_csv(table, path):
    """Write a table for a spreadsheet: a row for each student, a column for each question.

    Parameters
    ----------
    table : Table
    path : str or Path
    """
    # The mark at the beginning tells Excel that this is UTF-8.
    with open(path, "w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["student", *table.questions, "right", "to look at"])
        for student in table.students:
            states = table.states(student)
            notes = [f"{path.as_posix()}: {line}" for whose, path, line in table.lines if whose == student]
            writer.writerow(map(_plain, [student, *states, states.count("right"), " ".join(notes)]))


def _plain(value):
    """The text of a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) or text.startswith(("\t", "\r", "\n")) else text


def _positive(text):
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"a whole number above 0 was expected, but {text} came")
    return int(text)


def _returned(folder, exercises):
    if not exercises:
        raise ValueError("The course's notebooks ask no question: say with --course where those that you hand out lie.")
    if not folder.is_dir():
        raise ValueError(f"A folder with the returned notebooks was expected, but {folder} is none.")
    returned = read_submissions(folder, exercises)
    if not returned[1]:
        raise ValueError(f"There are no notebooks in {folder}: files that end in .ipynb were expected, "
                         "also in sub-folders.")
    return returned


def _outputs(name):
    """The two files to write; what stands in the way is better said before all notebooks have run."""
    paths = [Path(f"{name}.csv"), Path(f"{name}.html")]
    for path in paths:
        if path.exists():
            open(path, "ab").close()
        elif not path.parent.is_dir():
            raise ValueError(f"The report cannot be written to {path}: there is no folder {path.parent}.")
    return paths


def _judge(submissions, arguments):
    if arguments.stored:
        for one in submissions:
            one.add_stored()
    else:
        print(WARNING, file=sys.stderr)
        bar = _Progress(len(submissions))
        asyncio.run(execute_all(submissions, arguments.cell_limit, arguments.limit, arguments.jobs, bar.step))


class _Progress:
    """A bar in the terminal's last line; nothing where the messages go into a file."""

    def __init__(self, total):
        self.total, self.done, self.began = total, 0, perf_counter()

    def step(self):
        self.done += 1
        if sys.stderr.isatty():
            left = (perf_counter() - self.began) / self.done * (self.total - self.done)
            bar = "#" * (30 * self.done // self.total)
            text = f"[{bar:<30}] {self.done} of {self.total}, {duration(left)} left"
            print(f"\r{text:<70}", end="\n" if self.done == self.total else "", file=sys.stderr, flush=True)


def _line(submission, stored):
    """What a lecturer should see of a notebook, in one line; empty if there is nothing."""
    edited, deleted = changes(submission.exercise, submission.cells)
    said = [f"{'; '.join(submission.notes)}."] if submission.notes else []
    if edited:
        checks = "" if stored or not set(edited) & set(submission.exercise.answers) else \
            " (the course's own check was run in its place)"
        said.append(f"Edited outside of the answers: {', '.join(edited)}{checks}.")
    if deleted:
        said.append(f"Deleted: {', '.join(deleted)}.")
    return " ".join(said)


def _table(exercises, students, submissions, lines):
    """Questions of the exercises that somebody returned, in the course's order."""
    there = {one.exercise.name for one in submissions}
    questions = dict.fromkeys(question for exercise in exercises if exercise.name in there
                              for question in exercise.questions.values())
    said = {student: {} for student in students}
    for one in submissions:
        said[one.student].update(one.said)
    return Table(tuple(questions), said, sorted(lines, key=lambda line: (line[0].casefold(), line[1])))
