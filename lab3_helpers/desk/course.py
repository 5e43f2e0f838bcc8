"""The course's notebooks and what a returned one makes of them: which exercise it is, what was changed, what is run."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import nbformat

LARGEST = 50_000_000  # bytes; a notebook with all its pictures and widgets has 2 million
_VERDICT = re.compile(r"[✓✗○] \S+ (right|not yet|open): ")
_MISTAKE = re.compile(r'<div role="status" data-mistake="([^"]*)"')


class Unreadable(ValueError):
    """A file that is no notebook; the text says in one sentence why."""


class Cell(NamedTuple):
    """A code cell, and of every verdict that is stored under it the first line and the name of a mistake, or None."""

    id: str
    source: str
    tags: frozenset = frozenset()
    stored: tuple = ()


@dataclass(frozen=True)
class Exercise:
    """One notebook of the course.

    Attributes
    ----------
    name : str
        Its file's name without the ending.
    cells : tuple of Cell
    """

    name: str
    cells: tuple

    @cached_property
    def by_id(self):
        """The cells by their ids."""
        return {cell.id: cell for cell in self.cells}

    @cached_property
    def questions(self):
        """The number of the question that a cell's check asks, by the cell's id, in the order of the notebook."""
        asked = {cell.id: re.search(r'^check\(\s*"([\w.]+)"', cell.source, re.MULTILINE) for cell in self.cells}
        return {id: match[1] for id, match in asked.items() if match}

    @cached_property
    def answers(self):
        """The id of the cell in which a student answers, by the id of the cell that checks it."""
        answer, of = None, {}
        for cell in self.cells:
            answer = cell.id if "answer" in cell.tags else answer
            if {"answer", "check"} & cell.tags:
                of[cell.id] = answer
        return of


def read_cells(path):
    """The code cells of a notebook file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    list of Cell

    Raises
    ------
    Unreadable
        If the file is no notebook, whatever else it holds.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"has more than {LARGEST // 1_000_000} MB")
    try:
        notebook = nbformat.convert(nbformat.reader.reads(path.read_text("utf-8-sig")), 4)
        return [_cell(cell) for cell in notebook.cells if cell.cell_type == "code"]
    except nbformat.reader.NotJSONError:
        raise Unreadable("is not JSON") from None
    except Exception as error:  # a stranger's file may be wrong in any way, and costs one line
        raise Unreadable(f"is no notebook ({type(error).__name__})") from None


def _cell(cell):
    id = cell.get("id") or cell.metadata.get("id")  # Colab keeps it in the metadata
    tags = frozenset(cell.metadata.get("tags", ()))
    stored = tuple(filter(None, (_stored(output.data) for output in cell.outputs if "data" in output)))
    if not isinstance(cell.source, str):
        raise TypeError
    return Cell(str(id), cell.source, tags, stored)


def _stored(shown):
    """The first line of a verdict, and the name of its mistake, or None; None if an output shows no verdict."""
    line = shown.get("text/plain", "").split("\n", 1)[0]
    named = _MISTAKE.match(shown.get("text/html", ""))
    return (line, named and named[1]) if _VERDICT.match(line) else None


def read_course(paths):
    """The course's own notebooks.

    Parameters
    ----------
    paths : list of Path

    Returns
    -------
    tuple of Exercise
        Those that ask a question.

    Raises
    ------
    ValueError
        If one of the files is no notebook; one sentence says which.
    """
    exercises = []
    for path in paths:
        try:
            exercises.append(Exercise(path.stem, tuple(read_cells(path))))
        except Unreadable as error:
            raise ValueError(f"{path} {error}: a notebook of the course was expected.") from None
    return tuple(exercise for exercise in exercises if exercise.questions)


def recognised(cells, exercises):
    """The exercise whose answers and checks a notebook holds, whatever its name, or None.

    Parameters
    ----------
    cells : list of Cell
    exercises : tuple of Exercise

    Returns
    -------
    Exercise or None
    """
    ids = {cell.id for cell in cells}
    best = max(exercises, key=lambda exercise: len(ids & set(exercise.answers)), default=None)
    return best if best and ids & set(best.answers) else None


def changes(exercise, cells):
    """What was done to the course's code cells outside of the answers.

    Parameters
    ----------
    exercise : Exercise
    cells : list of Cell
        The returned notebook's.

    Returns
    -------
    tuple of (list of str, list of str)
        The ids of the cells that were edited, and of those that were deleted.
    """
    returned = {cell.id: cell.source for cell in cells}
    edited = [cell.id for cell in exercise.cells
              if "answer" not in cell.tags and returned.get(cell.id, cell.source).strip() != cell.source.strip()]
    missing = [cell for cell in exercise.cells if cell.id not in returned]
    return edited, [cell.id for cell in missing if "solution" not in cell.tags]  # those may have been held back


def to_run(exercise, cells):
    """The cells that decide what a returned notebook has solved.

    The student's cells in the student's order; the course's checks in place of edited ones; deleted cells put back. The
    course's own cells that are as they were, and make no name that a later one uses, are left out: they only show.

    Parameters
    ----------
    exercise : Exercise
    cells : list of Cell
        The returned notebook's.

    Returns
    -------
    list of Cell
    """
    course = exercise.by_id
    whole = [course[cell.id] if cell.id in course and "check" in course[cell.id].tags else cell for cell in cells]
    for before, cell in zip((None, *exercise.cells), exercise.cells):
        ids = [one.id for one in whole]
        if cell.id not in ids:
            whole.insert(ids.index(before.id) + 1 if before else 0, cell)
    used, chosen = set(), []
    for cell in reversed(whole):
        shows = cell.id in course and cell.source == course[cell.id].source and cell.id not in exercise.answers
        if not shows or _makes(cell.source) is None or _makes(cell.source) & used:
            used |= set(re.findall(r"\w+", cell.source))
            chosen.append(cell)
    return chosen[::-1]


def _makes(source):
    """The names that a cell assigns, or None if that cannot be told: it imports, or is not plain Python."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return None
    if any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in nodes):
        return None
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)} | {
        node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
