"""The toolkit for functions that a student writes: run safely, tried case by case, the mistake named."""
