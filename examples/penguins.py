"""Missing values: dropped with a warning, or given a face of their own.

Two penguins were not measured, and nine more have no known sex. `na_value`
says how a missing measurement looks; here nobody smiles or frowns for it,
and a gray frame says that the value is not known.
"""

from pathlib import Path

from plotnine import (
    aes,
    ggplot,
    labs,
    scale_color_manual,
    theme,
)
from plotnine.data import penguins

from plotnine_chernoff import geom_chernoff, scale_smile

# The unmeasured ones and the nine rows that follow each of them.
missing = penguins.index[penguins["body_mass_g"].isna()]
rows = sorted({i for m in missing for i in range(m, min(m + 10, 344))})
some = penguins.loc[rows].assign(
    known=lambda d: d["body_mass_g"].notna().map({True: "yes", False: "no"}),
    label=lambda d: (
        d["body_mass_g"]
        .map("{:.0f} g".format)
        .where(d["body_mass_g"].notna(), "not measured")
    ),
)

plot = (
    ggplot(some)
    + geom_chernoff(
        aes(smile="body_mass_g", color="known", label="label"),
        ncol=7,
        label_size=7,
    )
    + scale_smile(na_value=0, name="Body mass (g)")
    + scale_color_manual({"yes": "none", "no": "#777777"}, guide=None)
    + labs(title="Penguins, two of which were not measured")
    + theme(figure_size=(8, 4))
)

if __name__ == "__main__":
    plot.save(Path(__file__).with_name("penguins.png"), dpi=150, verbose=False)
