"""The lecturer's desk: commands that work on a class's notebooks. Nothing that a student's notebook runs imports it."""
