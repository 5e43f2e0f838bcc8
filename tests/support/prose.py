"""A notebook's prose, and what a reader does not take for a statement in any of the three."""

import json
import re
from pathlib import Path

from lab3_helpers.check import _questions

ASKED = sorted(name for exercise in "123" for name in _questions(exercise))
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))

EXEMPT_EVERYWHERE = {
    "a name or code, as it is typed": r"`[^`\n]+`",
    "an index in a name": r"_\{[^}]*\}|_\d+",
    "a heading's number": r"^#+ \d(?:\.\d+)?(?: and \d\.\d)?(?= |$)",
    "an item's number": r"^(?:\*\*)?\d\.(?:\*\*)? ",
    "the number of a notebook": r"\bnotebook \d\b",
    "the number of a question": rf"(?<![\d.$])(?:{'|'.join(map(re.escape, ASKED))})(?![\d$]| %)",
    "how a fold is set": r"<details[^>]*>",
    "a link": r"(?:\[\d · [^\]]*)?\]\([^)]*\)",
    "the time that a notebook takes": r"about \d+ minutes",
}


def exempt_everywhere(text):
    """The spans of a text that match one of `EXEMPT_EVERYWHERE`."""
    return [match.span() for pattern in EXEMPT_EVERYWHERE.values() for match in re.finditer(pattern, text, re.M)]


class Prose:
    """The text cells of a notebook as one text.

    Attributes
    ----------
    number : int
    text : str
    """

    def __init__(self, path):
        self.number = int(path.name[0])
        self.text = "\n\n".join(source for kind, source in _cells(path) if kind == "markdown")

    def places(self, phrase):
        """Where a phrase begins, every time."""
        return [match.start() for match in re.finditer(re.escape(phrase), self.text)]

    def sentence(self, at):
        """The sentence around a place."""
        before, after = self.text[:at], self.text[at:]
        return re.split(r"[.?!:] |\n", before)[-1] + re.split(r"(?<=[.?!:]) |\n", after)[0]


def printed(number, cell):
    """What a cell of a notebook printed; that it comes out again is nbval's part."""
    (outputs,) = (found["outputs"] for found in _notebook(NOTEBOOKS[number - 1]) if found["id"] == cell)
    return "".join(line for output in outputs for line in output.get("text", ()))


def _cells(path):
    return [(cell["cell_type"], "".join(cell["source"])) for cell in _notebook(path)]


def _notebook(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]
