"""Ratios of speed, measured in one run. May import all but `cli`."""
