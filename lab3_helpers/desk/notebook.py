"""Notebook files, read and written without loss; a notebook is the dict that the file holds, each source one text."""

import json
from hashlib import sha256
from pathlib import Path

MARKS = "lab3_handed_out"  # in a notebook's metadata: what its cells said when they were handed out, as short hashes


def read(path):
    """Read a notebook.

    Parameters
    ----------
    path : Path

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If the file is no notebook of format 4; one sentence says so.
    OSError
        If it cannot be read.
    """
    try:
        notebook = json.loads(Path(path).read_text("utf-8-sig"))
        if notebook["nbformat"] != 4 or not isinstance(notebook["metadata"], dict):
            raise ValueError
        cells = [cell | {"source": "".join(cell["source"])} for cell in notebook["cells"]]
        if not all(isinstance(cell["cell_type"], str) and isinstance(cell["metadata"], dict) for cell in cells):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError(f"A notebook (format 4) was expected, but {path} is none.") from None
    return notebook | {"cells": cells}


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
    Path(path).write_text(text + "\n", "utf-8", errors="backslashreplace", newline="\n")


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


def without_output(cell):
    """A cell as if it had not been run."""
    return cell | {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else cell


def without_verdicts(notebook):
    """A notebook whose checks have not been run."""
    return notebook | {"cells": [without_output(cell) if {"answer", "check"} & tags(cell) else cell
                                 for cell in notebook["cells"]]}


def marked(notebook):
    """A notebook that remembers what its cells say now."""
    marks = {cell["id"]: mark(cell) for cell in notebook["cells"] if "id" in cell}
    return notebook | {"metadata": notebook["metadata"] | {MARKS: marks}}


def mark(cell):
    """What a notebook remembers of a cell: the same for the same kind and source."""
    return sha256(json.dumps([cell["cell_type"], cell["source"]]).encode()).hexdigest()[:12]
