"""Something that waits behind its title until it is opened."""

from html import escape


class Folded:
    """A table, a hint or a worked result that a notebook shows folded, under its title.

    Parameters
    ----------
    title : str
        What the reader sees and opens.
    content : object
        What stands behind it: text in lines, or anything that displays itself as HTML.
    """

    def __init__(self, title, content):
        self.title, self.content = title, content

    def __repr__(self):
        return f"{self.title} (folded)\n{self.content}"

    def _repr_html_(self):
        as_html = getattr(self.content, "_repr_html_", lambda: f"<pre>{escape(str(self.content))}</pre>")
        return f"<details><summary>{escape(self.title)}</summary>{as_html()}</details>"
