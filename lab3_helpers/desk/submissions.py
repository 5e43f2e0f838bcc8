"""The notebooks that a class has returned, however they were delivered: whose they are, and which ones count."""

import os
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from lab3_helpers.desk.course import Exercise, code_cells, recognised
from lab3_helpers.desk.notebook import NoNotebook

_MOODLE = re.compile(r"(?P<name>.+?)_\d+(?=_assignsubmission)")
_ILIAS = re.compile(r"(?P<name>[^_]+_.+_.+)_\d+")


class Submission(NamedTuple):
    """A returned notebook that counts: whose it is, where it lies in the folder, its exercise and its code cells."""

    student: str
    path: Path
    exercise: Exercise
    cells: list


def _found(folder):
    """Every notebook file below a folder; no checkpoints, nothing hidden or macOS's own, no links: they lead anywhere."""
    paths = (path.relative_to(folder) for path in folder.rglob("*")
             if path.suffix.lower() == ".ipynb" and path.is_file() and not path.is_symlink())
    return sorted(path for path in paths if not any(part.startswith((".", "__MACOSX")) for part in path.parts))


def students(paths, exercises):
    """Whose notebooks these are, told from where they lie.

    Moodle and ILIAS write the name into a folder, nbgrader has a folder ``submitted``; otherwise it is the first folder
    that is not the same for all (GitHub Classroom: without the assignment's name, which all begin with), and for files
    that lie side by side the file's name without the exercise's.

    Parameters
    ----------
    paths : list of Path
        Relative to the folder that was handed in.
    exercises : sequence of str
        The names of the course's notebooks.

    Returns
    -------
    list of str
        One for each path. Two students of one name keep the number that tells them apart.
    """
    common = len(os.path.commonprefix([path.parent.parts for path in paths]))
    owners = [_owner(path, common, exercises) for path in paths]
    shared = os.path.commonprefix(owners)
    shared = shared[:shared.rfind("-") + 1] if len(set(owners)) > 1 else ""
    short = {owner: _name(owner.removeprefix(shared)) for owner in owners}
    counts = Counter(short.values())
    return [short[owner] if counts[short[owner]] == 1 else owner for owner in owners]


def _owner(path, common, exercises):
    """What tells a student from all others in a path: a part of it, with its number if it has one."""
    folders = path.parent.parts
    for part in (*folders, path.stem):
        if match := _MOODLE.match(part):
            return match[0]
    for part in folders:
        if _ILIAS.fullmatch(part):
            return part
    if "submitted" in folders[:-1]:
        return folders[folders.index("submitted") + 1]
    if len(folders) > common:
        return folders[common]
    rest = re.sub(r"\(\d+\)$", "", path.stem)
    for name in exercises:
        rest = rest.replace(name, "")
    return rest.strip(" _-") or (folders or path.parts)[0]


def _name(owner):
    match = _MOODLE.match(f"{owner}_assignsubmission") or _ILIAS.fullmatch(owner)
    return match["name"].replace("_", " ") if match else owner


def read_submissions(folder, exercises):
    """Read what was returned.

    Parameters
    ----------
    folder : Path
    exercises : list of Exercise

    Returns
    -------
    tuple of (list of Submission, list of str, list of (str, Path, str))
        The notebooks that count, the newest of each student for each exercise; the students, sorted; and for every file
        that does not count its student, its path and a sentence.
    """
    paths = _found(folder)
    owners = students(paths, [exercise.name for exercise in exercises])
    newest, lines = {}, []
    for path, student in sorted(zip(paths, owners), key=lambda pair: ((folder / pair[0]).stat().st_mtime, pair[0])):
        try:
            cells = code_cells(folder / path)
        except (NoNotebook, OSError) as error:
            lines.append((student, path, f"This file {error.why}." if isinstance(error, NoNotebook) else f"{error}."))
            continue
        exercise = recognised(cells, exercises)
        if exercise is None:
            lines.append((student, path, "This notebook is not ours: none of its cells has the id of a question."))
            continue
        older = newest.get((student, exercise.name))
        if older:
            lines.append((student, older.path, f"There is a newer {exercise.name}, {path.as_posix()}, which counts."))
        newest[student, exercise.name] = Submission(student, path, exercise, cells)
    return list(newest.values()), sorted(set(owners), key=str.casefold), lines
