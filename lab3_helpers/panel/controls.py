"""The controls of a panel: sliders, which refuse a bad value in one sentence, and buttons."""

from numbers import Integral, Real

import ipywidgets as widgets

from lab3_helpers.arguments import shown

# Each slider gets a layout and a style of its own, which can be closed with it. Without a tooltip the page says "null".
_LOOK = {"layout": {"width": "400px", "max_width": "100%"}, "style": {"description_width": "110px"}, "tooltip": ""}


def number_slider(label, value, low, high, step):
    """Slider over evenly spaced numbers; whole numbers if `step` is one.

    Raises
    ------
    TypeError, ValueError
        If the start value is not a number, or outside of the slider.
    """
    whole = isinstance(step, Integral)
    _refuse_unless_between(label, value, low, high, whole)
    value = int(value) if whole else float(value)
    arguments = _LOOK | {"description": label, "value": value, "min": low, "max": high, "step": step}
    if whole:
        return widgets.IntSlider(**arguments)
    decimals = max(0, len(f"{step:g}".partition(".")[2]))
    return widgets.FloatSlider(readout_format=f".{decimals}f", **arguments)


def list_slider(label, value, choices):
    """Slider over a list of numbers, whole ones if all are; a start value that is not in the list joins it.

    Parameters
    ----------
    label : str
    value : float
        Start, between the list's ends.
    choices : sequence of float, or mapping of float to its readout

    Raises
    ------
    TypeError, ValueError
        If the start value is not a number, or outside of the list.
    """
    whole = all(isinstance(choice, Integral) for choice in choices)
    _refuse_unless_between(label, value, min(choices), max(choices), whole)
    value = int(value) if isinstance(value, Integral) else float(value)
    names = dict(choices) if hasattr(choices, "keys") else {choice: f"{choice:g}" for choice in choices}
    names.setdefault(value, f"{value:g}")
    options = [(names[choice], choice) for choice in sorted(names)]
    return entry_slider(label, value, options)


def entry_slider(label, value, options):
    """Slider over entries ``(readout, value)``; its class tells the page that nothing can be typed into the readout."""
    slider = widgets.SelectionSlider(description=label, value=value, options=options, **_LOOK)
    return slider.add_class("lab3-list")


def refuse_unless_fit(label, control, value):
    """Pass if a control can take `value`.

    Raises
    ------
    TypeError, ValueError
        If it cannot; the sentence says what it takes.
    """
    choices = [choice for _, choice in getattr(control, "options", ())]
    if isinstance(control, widgets.Checkbox):
        refuse_unless_bool(label, value)
    elif not choices:
        _refuse_unless_between(label, value, control.min, control.max, isinstance(control, widgets.IntSlider))
    elif isinstance(choices[0], str):
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{label} must be one of {', '.join(choices)}, but {shown(value)} came.")
    else:
        _refuse_unless_between(label, value, choices[0], choices[-1], all(isinstance(one, Integral) for one in choices))
        if value not in choices:
            below, above = max(one for one in choices if one < value), min(one for one in choices if one > value)
            raise ValueError(f"{label} must be one of the slider's numbers, of which {below:g} and {above:g} are "
                             f"nearest, but {shown(value)} came.")


def refuse_unless_bool(label, value):
    """Pass if `value` is True or False.

    Raises
    ------
    TypeError
        If it is not.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{label} must be True or False, but {shown(value)} came.")


def _refuse_unless_between(label, value, low, high, whole):
    if isinstance(value, bool) or not isinstance(value, Integral if whole else Real):
        raise TypeError(f"{label} must be a {'whole ' if whole else ''}number, but {shown(value)} came.")
    if not low <= value <= high:
        raise ValueError(f"{label} must be between {low:g} and {high:g}, but {shown(value)} came.")


def button(label, action, tooltip=None):
    """Button that calls `action` without arguments."""
    made = widgets.Button(description=label, tooltip=tooltip or label, layout=widgets.Layout(width="auto"))
    made.on_click(lambda _: action())
    return made
