"""Example data that come with the package. Imports pandas.

`judges` is a data frame: lawyers' ratings of twelve judges of a US Superior
Court (New Haven Register, 1977; part of R's `USJudgeRatings`).
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    judges: pd.DataFrame

__all__ = ("judges",)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name != "judges":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import pandas as pd

    with files(__name__).joinpath("judges.csv").open("rb") as file:
        # A copy for everyone who asks, so that nobody changes another's.
        return pd.read_csv(file)
