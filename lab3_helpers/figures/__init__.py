"""What each picture shows and how it is moved: Matplotlib and plain arrays, without pyplot."""

from lab3_helpers.figures.canvas import Canvas
from lab3_helpers.figures.chain import ChainFigure
from lab3_helpers.figures.descent import DescentFigure
from lab3_helpers.figures.gradient_check import GradientCheckFigure
from lab3_helpers.figures.luck import LuckFigure
from lab3_helpers.figures.network import Drawing, network_drawing
from lab3_helpers.figures.practice import PracticeFigure
from lab3_helpers.figures.restarts import RestartsFigure
from lab3_helpers.figures.training import TrainingFigure

__all__ = ["Canvas", "ChainFigure", "DescentFigure", "Drawing", "GradientCheckFigure", "LuckFigure", "PracticeFigure",
           "RestartsFigure", "TrainingFigure", "network_drawing"]
