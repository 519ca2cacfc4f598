"""From samples to calibrated edits: sample, label, fit, evaluate.

What the original author did by hand with a notebook. Imports scikit-learn and
SciPy, so plotting never imports this package.
"""

from .evaluate import evaluate_model
from .evaluation import Evaluation
from .fit import EditFitter, fit_model
from .label import label_from_csv, label_from_kairos, label_with
from .sample import make_samples
from .sample_set import Samples, SampleSet

__all__ = [
    "EditFitter",
    "Evaluation",
    "SampleSet",
    "Samples",
    "evaluate_model",
    "fit_model",
    "label_from_csv",
    "label_from_kairos",
    "label_with",
    "make_samples",
]
