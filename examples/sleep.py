"""One face a person: the same four people, before and after.

`person` says which base face a row shows. People can be told apart, so that
a reader follows each of them through the facets. The data are those of the
effect of two drugs on sleep (Student 1908): hours gained by four patients.
"""

from pathlib import Path

import pandas as pd
from plotnine import aes, facet_wrap, ggplot, labs, theme

from plotnine_chernoff import (
    geom_chernoff,
    scale_person_discrete,
    scale_smile,
)

sleep = pd.DataFrame(
    {
        "patient": ["No. 2", "No. 5", "No. 7", "No. 10"] * 2,
        "drug": ["Drug 1"] * 4 + ["Drug 2"] * 4,
        "gain": [-1.6, -0.1, 3.7, 2.0, 0.8, -0.1, 5.5, 3.4],
    }
)
sleep["text"] = sleep["patient"] + sleep["gain"].map(": {:+.1f} h".format)

plot = (
    ggplot(sleep)
    + geom_chernoff(
        aes(person="patient", smile="gain", label="text"), ncol=4, fill="none"
    )
    # Nothing gained, no smile.
    + scale_smile(midpoint=0, limits=(-6, 6), name="Sleep gained (h)")
    + scale_person_discrete(guide=None)
    + facet_wrap("drug", ncol=1)
    + labs(title="Hours of sleep gained by four patients")
    + theme(figure_size=(8, 4.6))
)

if __name__ == "__main__":
    target = Path(__file__).with_name("sleep.png")
    plot.save(target, dpi=150, verbose=False)
