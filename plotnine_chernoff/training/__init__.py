"""Tools that make the training data and fit the face generator."""
