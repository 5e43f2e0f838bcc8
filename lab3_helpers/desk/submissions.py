"""The notebooks that a class has returned, however they were delivered: whose they are, and which ones count."""

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lab3_helpers.desk.course import Exercise, code_cells, recognised
from lab3_helpers.desk.notebook import NoNotebook
from lab3_helpers.verdict import ICONS

_STORED = re.compile(r"([✓✗○]) (\S+) (?:right|not yet|open): (.*)")
_MISTAKE = re.compile(r'<div role="status" data-mistake="([^"]*)"')
_CORRECT = {icon: correct for correct, icon in ICONS.items()}
_MOODLE = re.compile(r"(?P<name>.+?)_\d+(?=_assignsubmission)")
_ILIAS = re.compile(r"(?P<name>[^_]+_.+_.+)_\d+")


class Said(NamedTuple):
    """A verdict on a question.

    Attributes
    ----------
    correct : bool or None
        None: a blank, or nothing that could be judged.
    mistake : str or None
        The name of the mistake, where one was recognised and is known.
    message : str
    answer : str
        The source of the cell that answered.
    """

    correct: bool | None
    mistake: str | None
    message: str
    answer: str


@dataclass
class Submission:
    """A returned notebook that counts, and what became of it.

    Attributes
    ----------
    student : str
    path : Path
        Relative to the folder.
    exercise : Exercise
    cells : list of dict
        Its code cells.
    said : dict of str to Said
        By question; a question that is not there was not run.
    notes : list of str
        What went wrong, in the order in which it did.
    seconds : float
        How long it ran.
    """

    student: str
    path: Path
    exercise: Exercise
    cells: list
    said: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    seconds: float = 0.0

    def add(self, cell, question, correct, mistake=None, message=""):
        """Keep what `cell` said as the last on a question: a blank does not undo what was answered elsewhere."""
        if correct is not None or question not in self.said:
            sources = {one["id"]: one["source"] for one in self.cells}
            answer = sources.get(self.exercise.answers.get(cell["id"]), cell["source"])
            self.said[question] = Said(correct, mistake, message, answer)

    def add_stored(self):
        """Add the verdicts that are saved in the notebook, without running it; anybody can have typed them."""
        try:
            for cell in self.cells:
                for shown in (output["data"] for output in cell["outputs"] if "data" in output):
                    said = _STORED.match("".join(shown.get("text/plain", "")))
                    if said and said[2] in self.exercise.questions.values():
                        mistake = _MISTAKE.match("".join(shown.get("text/html", "")))
                        self.add(cell, said[2], _CORRECT[said[1]], mistake and mistake[1], said[3])
        except Exception as error:  # a stranger's file may be wrong in any way, and costs one line
            self.notes.append(f"its outputs are not a notebook's ({type(error).__name__})")


def _found(folder):
    """Every notebook file below a folder; nothing hidden, nothing of macOS's own, no links: they lead anywhere."""
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
