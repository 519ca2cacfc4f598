"""Two further readers of age and gender, beside the extra `photo`.

The portraits were drawn with one reader of photographs at hand; these two had
no part in our labelers: HSE-FaceRes (npm `@vladmandic/human`) and face-api
(npm `@vladmandic/face-api`), both MIT, weights inside. Needs node, the extra
`photo` and

    npm install --prefix strangers @vladmandic/human@3.3.6 \\
        @vladmandic/face-api@1.7.15 @tensorflow/tfjs@4 \\
        @tensorflow/tfjs-backend-wasm@4
    python tools/strangers.py strangers/node_modules portraits/ --count 500
    python tools/strangers.py strangers/node_modules default --count 300

The last argument is a folder of rendered portraits or a face model.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image

from plotnine_chernoff.directions.photo.labeler import PhotoReader
from plotnine_chernoff.directions.strangers import (
    agreement,
    read_by_strangers,
)

SIDE = 224
TIGHT = 0.8
"""Side of the crop for face-api, of the frame about the face"""


def read(images, packages: Path) -> pd.DataFrame:
    """`gender` and `age` of pictures by each reader, gaps without a face"""
    finder = PhotoReader(1)._finder()
    loose, tight, found = [], [], []
    for k, image in enumerate(images):
        face = finder(Image.fromarray(image))
        if face is None:
            continue
        frame = Image.fromarray(face.pixels)
        margin = (1 - TIGHT) / 2 * frame.width
        box = (margin, margin, frame.width - margin, frame.height - margin)
        loose.append(np.asarray(frame.resize((SIDE, SIDE))))
        tight.append(np.asarray(frame.resize((SIDE, SIDE), box=box)))
        found.append(k)
    script = Path(__file__).with_suffix(".js")
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("loose", "tight")]
        for file, crops in zip(files, (loose, tight), strict=True):
            file.write_bytes(np.asarray(crops, np.uint8).tobytes())
        done = subprocess.run(
            ["node", script, packages, *files, str(len(found))],
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        )
    rows = json.loads(done.stdout.split("readings ")[-1])
    names = pd.MultiIndex.from_product(
        [["faceres", "face-api"], ["gender", "age"]]
    )
    table = pd.DataFrame(rows, index=found, columns=names)
    return table.reindex(range(len(images)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("packages", type=Path)
    parser.add_argument("subject")
    parser.add_argument("--count", type=int, default=300)
    asked = parser.parse_args()
    if Path(asked.subject, "portraits.json").exists():
        from plotnine_chernoff.training.portraits.cycles.pieces import (
            load_portraits,
        )
        from plotnine_chernoff.training.portraits.cycles.reading import on_grey
        from plotnine_chernoff.training.portraits.cycles.table import (
            ATTRIBUTES,
        )

        images, values = load_portraits(Path(asked.subject), asked.count)
        values = values.reset_index(drop=True).loc[:, list(ATTRIBUTES)]
        readings = read(on_grey(images), asked.packages)
        for name in readings.columns.levels[0]:
            table, weights = agreement(values, readings[name])
            print(f"\n{name}, {len(images)} portraits")
            print(table.round(2).to_string())
            print(weights.T.round(2).to_string())
        return
    from plotnine_chernoff import FaceModel

    model = FaceModel.load(asked.subject)
    for name in ("faceres", "face-api"):
        seen = read_by_strangers(
            model, lambda x, n=name: read(x, asked.packages)[n], asked.count
        )
        print(f"\n{name}\n{seen.to_text()}")


if __name__ == "__main__":
    main()
