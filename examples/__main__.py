"""Runs all examples: `python examples`. Figures appear beside the scripts."""

import runpy
from pathlib import Path

if __name__ == "__main__":
    for script in sorted(Path(__file__).parent.glob("[!_]*.py")):
        print(script.name)
        runpy.run_path(str(script), run_name="__main__")
