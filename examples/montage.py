"""A contact sheet without plotnine.

Four persons, each over the whole range of the smile: what a `FaceModel` makes
from a table of values, and `montage` lays out.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from plotnine_chernoff import FaceModel, montage

PERSONS = ["Ann", "Bela", "Chen", "Dora"]
SMILES = np.linspace(-1, 1, 7)

if __name__ == "__main__":
    model = FaceModel.load("default")
    rows = [(person, smile) for person in PERSONS for smile in SMILES]
    table = pd.DataFrame(rows, columns=["person", "smile"])
    images = model.faces(table[["smile"]], person=table["person"])
    labels = [f"{person} {smile:+.2f}" for person, smile in rows]
    sheet = montage(images, labels=labels, columns=len(SMILES), size=144)
    sheet.save(Path(__file__).with_name("montage.png"))
