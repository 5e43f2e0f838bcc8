"""Exercise 1: a quadratic function of two variables, its gradient, and gradient descent."""

from lab3_helpers.descent.maths import HESSIAN, MINIMUM, START, Descent, f, f_gradient, gradient_descent

__all__ = ["HESSIAN", "MINIMUM", "START", "Descent", "f", "f_gradient", "gradient_descent"]
