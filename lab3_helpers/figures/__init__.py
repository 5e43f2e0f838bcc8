"""What each picture shows and how it is moved: Matplotlib and plain arrays, without pyplot."""

from lab3_helpers.figures.canvas import Canvas
from lab3_helpers.figures.descent import DescentFigure

__all__ = ["Canvas", "DescentFigure"]
