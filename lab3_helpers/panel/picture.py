"""The widgets of our own: a panel's picture with its sentence and recipe, and the button that plays a slider."""

import os
from importlib.resources import files

import anywidget
import traitlets

from lab3_helpers.panel.server import SENDS_AT_ONCE

PACKET = 65536  # bytes, the longest packet that a computer sends to itself


def _text(name):
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _as_sent(png, _picture):
    # Where the server does not know of `server.py`, what is shorter than a packet waits until the browser has
    # confirmed the message before it. Readers of a PNG stop at its end, whatever follows.
    return png if SENDS_AT_ONCE in os.environ else png.ljust(PACKET, b"\0")


class Picture(anywidget.AnyWidget):
    """An image with a text alternative, the sentence under it and the recipe line.

    One widget for all three, so that a new picture and its sentence travel in one message. The page tells its
    pixel ratio and where the picture was clicked; both are cheap to ask for in a browser only.
    """

    _esm = _text("labextension/parts.js") + _text("picture.js")
    _css = _text("labextension/parts.css") + _text("picture.css")

    image = traitlets.Bytes().tag(sync=True, to_json=_as_sent)
    title = traitlets.Unicode().tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)
    recipe = traitlets.Unicode().tag(sync=True)
    failed = traitlets.Bool().tag(sync=True)
    click = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int().tag(sync=True)
    height = traitlets.Int().tag(sync=True)
    parts = traitlets.List().tag(sync=True)
    ratio = traitlets.Float(1).tag(sync=True)


class Player(anywidget.AnyWidget):
    """Steps a number slider in the page, so that playing needs no round trip to the kernel.

    ``ipywidgets.Play`` keeps a value of its own: linked to the slider it doubles the messages of every key press,
    and its buttons have no names that a screen reader could speak.

    Every other button of the panel ends the play, as does taking the played slider by the pointer.
    """

    _esm = _text("player.js")

    slider = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    interval = traitlets.Int(100).tag(sync=True)
    playing = traitlets.Bool().tag(sync=True)
