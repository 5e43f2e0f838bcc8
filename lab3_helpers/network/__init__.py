"""Exercise 3: a network of two tanh neurons and one sigmoid output, trained by gradient descent."""

from lab3_helpers.network.maths import (PARAMETER_NAMES, SUCCESS, X, Y, gradient, loss, numerical_gradient,
                                        plateau_losses, predict, random_parameters, sheet_run)
from lab3_helpers.network.training import Training, train

__all__ = ["PARAMETER_NAMES", "SUCCESS", "X", "Y", "Training", "gradient", "loss", "numerical_gradient",
           "plateau_losses", "predict", "random_parameters", "sheet_run", "train"]
