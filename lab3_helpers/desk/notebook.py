"""Notebook files, read and written without loss; a notebook is the dict that the file holds, each source one text."""

import json
import re
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

MARKS = "lab3_handed_out"  # in a notebook's metadata: what its cells said when they were handed out, as short hashes
LARGEST = 50_000_000  # bytes; a notebook with all its pictures and widgets has 2 million


class NoNotebook(ValueError):
    """A file that is no notebook of format 4; `why` says in a few words what it is."""

    def __init__(self, path, why):
        super().__init__(f"A notebook (format 4) was expected, but {path} {why}.")
        self.why = why


def read(path):
    """Read a notebook; each of its cells has an id of its own.

    Parameters
    ----------
    path : Path

    Returns
    -------
    dict

    Raises
    ------
    NoNotebook
        If the file is none, whatever else it holds.
    OSError
        If it cannot be read.
    """
    if path.stat().st_size > LARGEST:
        raise NoNotebook(path, f"has more than {LARGEST // 1_000_000} MB")
    try:
        notebook = json.loads(path.read_text("utf-8-sig"))
        if notebook["nbformat"] != 4 or not isinstance(notebook["metadata"], dict):
            raise TypeError
        cells = [cell | {"source": "".join(cell["source"])} for cell in notebook["cells"]]
        if not all(isinstance(cell["cell_type"], str) and isinstance(cell["metadata"], dict) for cell in cells):
            raise TypeError
        return notebook | {"cells": _distinct(cells)}
    except ValueError:
        raise NoNotebook(path, "is not JSON") from None
    except (KeyError, TypeError, RecursionError):
        raise NoNotebook(path, "is no notebook") from None


def _distinct(cells):
    """The cells, each with an id of its own; Colab keeps them in the metadata."""
    named, taken = [], set()
    for cell in cells:
        name = cell.get("id") or cell["metadata"].get("id")
        name = name if name and name not in taken else uuid4().hex[:8]
        taken.add(name)
        named.append(cell | {"id": name})
    return named


def write(path, notebook):
    """Write a notebook as Jupyter does, its lines ending alike on every system.

    Parameters
    ----------
    path : Path
    notebook : dict
    """
    cells = [cell | {"source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    text = json.dumps(notebook | {"cells": cells}, indent=1, ensure_ascii=False)
    # Half a character, as a broken paste leaves it, is no UTF-8; JSON has a way to write it.
    path.write_text(text + "\n", "utf-8", errors="backslashreplace", newline="\n")


def add_course(parser):
    """Let a command be told where the course's notebooks lie."""
    parser.add_argument("--course", type=Path, metavar="FOLDER",
                        help="Where the notebooks as you hand them out lie. Without it they are looked for in "
                             "notebooks/ beside the helpers, then in notebooks/ in the current folder.")


def course_files(folder):
    """The course's notebooks.

    Parameters
    ----------
    folder : Path or None
        None looks where they usually lie.

    Returns
    -------
    list of Path
        In the order of their names.

    Raises
    ------
    ValueError
        If there are none; one sentence says where they were looked for.
    """
    places = [folder] if folder else [Path(__file__).parents[2] / "notebooks", Path("notebooks")]
    for place in places:
        if paths := sorted(place.glob("*.ipynb")):
            return paths
    raise ValueError(f"The course's notebooks are not in {' or '.join(map(str, places))}: "
                     "say where they lie with --course FOLDER.")


def tags(cell):
    """The tags of a cell."""
    return set(cell["metadata"].get("tags", ()))


def question(cell):
    """The number of the question that a cell checks, or None."""
    asked = re.search(r'^check\(\s*"([\d.]+)"', cell["source"], re.MULTILINE)
    return asked[1] if asked and {"answer", "check"} & tags(cell) else None


def without_output(cell):
    """A cell as if it had not been run."""
    return cell | {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else cell


def without_verdicts(notebook):
    """A notebook whose checks have not been run."""
    return notebook | {"cells": [without_output(cell) if {"answer", "check"} & tags(cell) else cell
                                 for cell in notebook["cells"]]}


def marked(notebook):
    """A notebook that remembers what its cells say now."""
    marks = {cell["id"]: mark(cell) for cell in notebook["cells"]}
    return notebook | {"metadata": notebook["metadata"] | {MARKS: marks}}


def mark(cell):
    """What a notebook remembers of a cell: the same for the same kind and source."""
    return sha256(json.dumps([cell["cell_type"], cell["source"]]).encode()).hexdigest()[:12]
