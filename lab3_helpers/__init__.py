"""Helpers of Lab 3: gradient descent, the chain rule, and training a first neural network."""
