"""The bundled faces: 64 uncurated samples, and a sweep of each attribute."""

from pathlib import Path

import numpy as np
import pandas as pd

from plotnine_chernoff import FaceModel, montage
from plotnine_chernoff.attributes import ATTRIBUTES

STEPS = 7


def samples(model: FaceModel):
    """Seeds 0 to 63 as they come, at truncation psi 0.8"""
    z = [np.random.RandomState(s).randn(512) for s in range(64)]
    w_plus = model.map(np.array(z), truncation_psi=0.8)
    return montage(model.synthesize(w_plus), columns=8, size=144)


def sweeps(model: FaceModel):
    """One row an attribute over its default range, all else neutral"""
    images, labels = [], []
    for name, attribute in ATTRIBUTES.items():
        steps = np.linspace(*attribute.range, STEPS)
        images.append(model.faces(pd.DataFrame({name: steps})))
        labels += [f"{name} {step:.3g}" for step in steps]
    sheet = np.concatenate(images)
    return montage(sheet, labels=labels, columns=STEPS, size=160)


def persons(model: FaceModel):
    """The same neutral expression on sixteen persons"""
    values = pd.DataFrame({"smile": np.full(16, 0.3)})
    return montage(model.faces(values, person=range(16)), columns=8, size=192)


if __name__ == "__main__":
    default = FaceModel.load("default")
    here = Path(__file__).parent
    samples(default).save(here / "samples.png")
    sweeps(default).save(here / "sweeps.png")
    persons(default).save(here / "persons.png")
