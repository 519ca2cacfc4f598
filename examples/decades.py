"""Dates on a face: hair that grows with time, in a facet a decade.

Unemployed Americans, one face every second year. The scale of dates is one
for all facets, so that hair goes on growing from panel to panel.
"""

from pathlib import Path

from plotnine import aes, facet_wrap, ggplot, labs, theme
from plotnine.data import economics

from plotnine_chernoff import (
    geom_chernoff,
    scale_hair_length_datetime,
    scale_smile,
)

years = economics.loc[
    (economics["date"].dt.month == 7)
    & (economics["date"].dt.year % 2 == 0)
    & economics["date"].dt.year.between(1970, 2009)
]
years = years.assign(
    year=years["date"].dt.year,
    share=100 * years["unemploy"] / years["pop"],
    decade=(years["date"].dt.year // 10 * 10).astype(str) + "s",
)

plot = (
    ggplot(years)
    + geom_chernoff(
        aes(smile="share", hair_length="date", label="year"), ncol=3
    )
    # Little unemployment makes them smile.
    + scale_smile(range=(1, -1), name="Unemployed\n(% of people)")
    + scale_hair_length_datetime(
        range=(0.1, 0.9), name="Year", date_labels="%Y"
    )
    + facet_wrap("decade")
    + labs(title="Unemployment in the United States")
    + theme(figure_size=(8, 6.4))
)

if __name__ == "__main__":
    plot.save(Path(__file__).with_name("decades.png"), dpi=150, verbose=False)
