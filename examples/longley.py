"""Sixteen years of the American economy: faces along an axis.

Longley's data (1967), which demonstrate faces in R's aplpack, too. Employment
has a place on the y axis, where it is read best; faces add the rest.
"""

from pathlib import Path

import pandas as pd
from plotnine import (
    aes,
    geom_line,
    ggplot,
    labs,
    theme,
    theme_minimal,
)

from plotnine_chernoff import geom_chernoff, scale_hair_length, scale_smile

# Thousands of million dollars, thousands of people, million people.
longley = pd.DataFrame(
    [
        (1947, 234.289, 2356, 60.323),
        (1948, 259.426, 2325, 61.122),
        (1949, 258.054, 3682, 60.171),
        (1950, 284.599, 3351, 61.187),
        (1951, 328.975, 2099, 63.221),
        (1952, 346.999, 1932, 63.639),
        (1953, 365.385, 1870, 64.989),
        (1954, 363.112, 3578, 63.761),
        (1955, 397.469, 2904, 66.019),
        (1956, 419.180, 2822, 67.857),
        (1957, 442.769, 2936, 68.169),
        (1958, 444.546, 4681, 66.513),
        (1959, 482.704, 3813, 68.655),
        (1960, 502.601, 3931, 69.564),
        (1961, 518.173, 4806, 69.331),
        (1962, 554.894, 4007, 70.551),
    ],
    columns=["year", "gnp", "unemployed", "employed"],
)

plot = (
    ggplot(longley, aes("year", "employed"))
    + geom_line(color="#999999")
    + geom_chernoff(aes(smile="unemployed", hair_length="gnp"), size=7)
    # Little unemployment makes them smile.
    + scale_smile(range=(1, -1), name="Unemployed (1000)")
    + scale_hair_length(name="GNP (10⁹ $)")
    + labs(x="", y="Employed (million)")
    + theme_minimal()
    + theme(figure_size=(9, 5))
)

if __name__ == "__main__":
    plot.save(Path(__file__).with_name("longley.png"), dpi=150, verbose=False)
