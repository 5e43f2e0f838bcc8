"""The toolkit for questions that a student's code answers: run it safely, try it case by case, say what is wrong with it."""
