"""A play button that runs a slider from its value to its end."""

from importlib.resources import files

import anywidget
import traitlets


class Player(anywidget.AnyWidget):
    """Steps a number slider in the page, so that playing needs no round trip to the kernel.

    ``ipywidgets.Play`` keeps a value of its own: linked to the slider it doubles the messages of every key press,
    and its buttons have no names that a screen reader could speak.

    Every other button of the panel ends the play, as does taking the played slider by the pointer.
    """

    _esm = files(__package__).joinpath("player.js").read_text(encoding="utf-8")

    slider = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    interval = traitlets.Int(100).tag(sync=True)
    playing = traitlets.Bool().tag(sync=True)
