"""Faces on a page. May import matplotlib and Pillow, not plotnine."""
