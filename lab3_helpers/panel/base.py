"""What all panels share: controls, one picture, one sentence under it, and the line that makes it again.

A new panel
-----------
A panel is one file, ``<exercise>/<name>_panel.py``: a subclass of `Panel`, then the functions of its numbers and of its
sentence, then its picture, a subclass of `panel.canvas.Canvas` (artists made once, moved by one method). The smallest
to begin with is ``chain_rule/practice_panel.py``.

- Set your own attributes before ``super().__init__``: it draws the first picture.
- `move` is called for every position of a dragged slider: nothing in it may be slow. What is expensive is computed
  once and kept (``functools.lru_cache`` on a function of plain numbers) or done in small slices on the
  notebook's event loop, with ``self.refresh()`` when there is something new to show, as `LuckPanel` does: a
  browser's Python has no threads.
- To change several controls from code use ``self.set(...)``: one picture, not one per control. Round a value
  to its slider's step first, or the page snaps it and sends it back.
- List the class in ``_PANELS`` of ``lab3_helpers/__init__.py``: notebooks import it from there.
"""

import base64
import sys
from fractions import Fraction
from threading import Lock

import ipywidgets as widgets
import numpy as np

from lab3_helpers.panel.canvas import own_style
from lab3_helpers.panel.controls import button, refuse_unless_fit
from lab3_helpers.panel.picture import Picture, Player


class Panel:
    """Base class of the panels: shows itself in a notebook, redraws when a control changes.

    Parameters
    ----------
    figure : lab3_helpers.panel.canvas.Canvas
    controls : dict of str to widget
        In reading order; the key is the label.
    buttons : sequence of widget
        Shown in one row, with Reset at its end.
    play : str, optional
        Label of the control that a play button runs through.
    play_interval : int, default 100
        Milliseconds between two steps of play.

    Attributes
    ----------
    controls : dict of str to widget
        Set ``panel.controls["steps"].value`` to move a slider from code.
    picture : Picture
        What is shown: ``image`` (bytes), ``sentence``, ``recipe``, ``failed``.
    """

    title = ""
    click = ""  # what a click into the picture does, where it does something

    def __init__(self, figure, controls, buttons=(), play=None, play_interval=100):
        self.figure = figure
        self.controls = dict(controls)
        self._start = self._values()
        self._lock, self._stale, self._holding = Lock(), False, False
        self.picture = Picture(
            title=self.title, width=figure.width, height=figure.height, parts=list(figure.parts), click=self.click
        )
        self._draw()
        for control in self.controls.values():
            control.observe(self.refresh, "value")
        self.picture.observe(self._scale, "ratio")
        self.picture.on_msg(lambda _widget, content, _buffers: self.clicked(content["x"], content["y"]))

        row = [*buttons, button("Reset", self.reset, "Back to the start values")]
        if play is not None:
            row.insert(0, Player(slider=self.controls[play].model_id, label=play, interval=play_interval))
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center", width=f"{figure.width}px", max_width="100%")
        self._box = widgets.VBox([
            widgets.Box(list(self.controls.values()), layout=wrap),
            widgets.Box(row, layout=wrap),
            self.picture,
        ])
        self._box.add_class("lab3-panel")
        _replace_panels_of_this_cell(self)

    def close(self):
        """Free what the panel holds, in the kernel and in the notebook's file; done when its cell is run again."""
        with self._lock:
            for widget in _tree(self._box):
                widget.unobserve_all()
                widget.close()
            self.figure, self.picture.image = None, b""

    def move(self, **values):
        """Move the figure's artists to the controls' values, each under its label with spaces as underscores.

        Returns
        -------
        sentence : str
            What the picture shows, in words.
        arguments : dict
            Arguments that make this panel again.
        """
        raise NotImplementedError

    def clicked(self, x, y):
        """Called when a picture with a `click` was clicked; fractions from the top left, for `figure.point_at`."""

    def set(self, **values):
        """Set several controls by name (spaces as underscores) and draw once.

        Raises
        ------
        TypeError, ValueError
            If there is no control of that name, or it cannot take the value; then none has changed.
        """
        labels = {_keyword(label): label for label in self.controls}
        for name, value in values.items():
            if name not in labels:
                raise TypeError(f"{type(self).__name__} has the controls {', '.join(labels)}, but {name} came.")
            refuse_unless_fit(labels[name], self.controls[labels[name]], value)
        self._holding = True
        try:
            for name, value in values.items():
                self.controls[labels[name]].value = value
        finally:
            self._holding = False
        self.refresh()

    def reset(self):
        """Return to the start values."""
        self.set(**self._start)

    def refresh(self, _change=None):
        """Draw the present state. Calls that come while a picture is being drawn are answered by one more picture.

        Widgets' callbacks and the notebook's cells run in different threads. Whoever finds the lock taken only
        leaves a mark, and whoever holds it looks for the mark after releasing: no state is lost, no queue grows.
        """
        if self._holding or self.figure is None:
            return
        self._stale = True
        while self._stale and self._lock.acquire(blocking=False):
            try:
                self._stale = False
                self._draw()
            # In a callback an exception would vanish in a log; the panel keeps its picture and says what happened.
            except (Exception, KeyboardInterrupt, SystemExit) as error:
                self._explain("This picture could not be drawn", error)
            finally:
                self._lock.release()

    def __str__(self):
        return f"{self.title}. {self.picture.sentence}\n{self.picture.recipe}"

    __repr__ = __str__

    def _repr_mimebundle_(self, **_):
        if self.figure is None:
            return {
                "text/plain": f"This {type(self).__name__} was closed when its cell was run again; run that cell."
            }
        # The image is what a reader sees who has no kernel, does not trust the notebook, or reads it on a code host;
        # the first form is for labextension/stored_picture.js, which shows the image where the widget is gone.
        data = {"application/vnd.lab3.panel+json": {}} | self._box._repr_mimebundle_()
        data["text/plain"] = str(self)
        data["image/png"] = base64.b64encode(self.picture.image).decode()
        shown = {name: getattr(self.picture, name) for name in ("width", "height", "parts")}
        return data, {"image/png": shown | {"alt": self.picture.sentence}}

    def _values(self):
        return {_keyword(label): control.value for label, control in self.controls.items()}

    def _draw(self):
        with own_style(), np.errstate(all="ignore"):
            sentence, arguments = self.move(**self._values())
            image = self.figure.png()
        with self.picture.hold_sync():  # one message for all
            self.picture.image = image
            self.picture.sentence = sentence
            written = ", ".join(f"{name}={_source(value)}" for name, value in arguments.items())
            self.picture.recipe = f"{type(self).__name__}({written})"
            self.picture.failed = False

    def _explain(self, what, error):
        with self.picture.hold_sync():
            self.picture.sentence = f"{what}: {type(error).__name__}: {error}".rstrip(": ")
            self.picture.failed = True

    def _scale(self, change):
        with self._lock:
            self.figure.scale(change["new"])
        self.refresh()


# The panels that stand under a cell, by the cell's id: the request that ran it, and what it made.
_UNDER_A_CELL = {}


def _replace_panels_of_this_cell(panel):
    """Close what an earlier run of the cell being run has made; several panels made in one run live side by side."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell, run = (request or {}).get("metadata", {}).get("cellId"), (request or {}).get("header", {}).get("msg_id")
    if cell is None:  # not every front end says which cell it runs
        return
    last, panels = _UNDER_A_CELL.get(cell, (run, []))
    if last != run:
        for one in panels:
            one.close()
        panels = []
    _UNDER_A_CELL[cell] = run, [*panels, panel]


def _tree(widget):
    """A widget with all that it is made of."""
    for part in (*getattr(widget, "children", ()), getattr(widget, "style", None), widget.layout):
        if isinstance(part, widgets.DOMWidget):
            yield from _tree(part)
        elif isinstance(part, widgets.Widget):
            yield part
    yield widget


def _keyword(label):
    return label.replace(" ", "_")


def _source(value):
    """Python source of an argument: a function by its name, a tuple by its entries, a number as short as is exact."""
    if callable(value):
        name = getattr(value, "__name__", "")
        return name if name.isidentifier() else "your_function"
    if isinstance(value, tuple):
        return f"({', '.join(map(_source, value))})"
    if isinstance(value, np.ndarray):
        return repr(value.tolist())
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e6:
        return str(int(value))
    if isinstance(value, float) and len(repr(value)) > 10:
        ratio = Fraction(value).limit_denominator(9)  # 1/3 for 0.3333333333333333
        if float(ratio) == value:
            return str(ratio)
    return repr(value)
