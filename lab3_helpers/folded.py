"""Text that waits behind its title until it is opened."""

from html import escape


class Folded:
    """A table or a worked result that a notebook shows folded, under its title.

    Parameters
    ----------
    title : str
        What the reader sees and opens.
    text : str
        What stands behind it, in lines.
    """

    def __init__(self, title, text):
        self.title, self.text = title, text

    def __repr__(self):
        return f"{self.title}:\n{self.text}"

    def _repr_html_(self):
        return f"<details><summary>{escape(self.title)}</summary><pre>{escape(self.text)}</pre></details>"
