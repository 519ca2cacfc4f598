"""The original figure: twelve judges, seven ratings, seven attributes."""

from pathlib import Path

from plotnine_chernoff.plot.judges import JUDGES_MAPPING, judges_plot

for attribute, rating in JUDGES_MAPPING.items():
    print(f"{rating:>12} -> {attribute}")

if __name__ == "__main__":
    judges_plot().save(
        Path(__file__).with_name("judges.png"), dpi=150, verbose=False
    )
