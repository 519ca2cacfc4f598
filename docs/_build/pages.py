"""Makes the pages that are not written by hand: home, gallery, reference.

Run by mkdocs-gen-files. Every figure is drawn by the code that its page shows.
"""

from __future__ import annotations

import io
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import mkdocs_gen_files
from PIL import Image

import plotnine_chernoff
from plotnine_chernoff.attributes import ATTRIBUTES

sys.path.insert(0, str(Path(__file__).parent))
import snippets

ROOT = Path(__file__).parents[2]


def write(path: str, text: str | bytes) -> None:
    """A page or a picture of the site"""
    mode = "wb" if isinstance(text, bytes) else "w"
    with mkdocs_gen_files.open(path, mode) as file:
        file.write(text)


def png(picture: Image.Image) -> bytes:
    """A picture as it is stored"""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def home() -> None:
    """The README, with its links turned to pages of the site"""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = re.sub(r"examples/(\w+)\.py\)", r"gallery/\1.md)", text)
    text = re.sub(r"\]\(examples/(\w+\.png)", r"](gallery/\1", text)
    text = re.sub(r"\]\(docs/([\w-]+\.(md|png))", r"](\1", text)
    text = text.replace("](CONTRIBUTING.md", "](contributing.md")
    write("index.md", text)


def gallery() -> None:
    """A page for each script of examples/, with the figures that it makes"""
    cards, menu = [], ["- [Gallery](index.md)"]
    with tempfile.TemporaryDirectory() as folder:
        for script in sorted((ROOT / "examples").glob("[!_]*.py")):
            source = script.read_text(encoding="utf-8")
            here = Path(folder, script.stem)
            here.mkdir()
            copy = shutil.copy(script, here)
            about = runpy.run_path(str(copy), run_name="__main__")["__doc__"]
            title, _, text = about.partition("\n")
            title = title.strip().rstrip(".")
            figures = sorted(here.glob("*.png"))
            page = [f"# {title}", text.strip()]
            for figure in figures:
                write(f"gallery/{figure.name}", figure.read_bytes())
                page.append(f"![{title}]({figure.name})")
            page += [f"```python title={script.name!r}", source, "```"]
            write(f"gallery/{script.stem}.md", "\n\n".join(page))
            menu.append(f"- [{title}]({script.stem}.md)")
            with Image.open(figures[0]) as picture:
                small = picture.convert("RGB")
            small.thumbnail((480, 480))
            write(f"gallery/small/{script.stem}.png", png(small))
            cards.append(
                f'<a href="{script.stem}/" markdown>'
                f"![{title}](small/{script.stem}.png) {title}</a>"
            )
    write(
        "gallery/index.md",
        "# Gallery\n\nEvery figure is made by the script on its page, with "
        "the bundled model.\n\n"
        '<div class="gallery" markdown>\n\n' + "\n\n".join(cards) + "\n\n</div>\n",
    )
    write("gallery/SUMMARY.md", "\n".join(menu))


def reference() -> None:
    """A page for each public name, with an example and its picture"""
    menu = ["- [Reference](index.md)"]
    index = ["# Reference"]
    for title, names in groups():
        menu.append(f"- {title}")
        index += [f"\n## {title}\n"]
        for name in names:
            name_page(name)
            menu.append(f"    - [{name}]({name}.md)")
            doc = getattr(plotnine_chernoff, name).__doc__ or ""
            first = doc.strip().splitlines()[0]
            index.append(f"- [`{name}`]({name}.md): {first}")
    write("reference/index.md", "\n".join(index))
    write("reference/SUMMARY.md", "\n".join(menu))


def groups() -> list[tuple[str, list[str]]]:
    """Titles, and all public names, each once"""
    public = list(plotnine_chernoff.__all__)
    scales = {
        f"Scales of {name.replace('_', ' ')}": [
            n
            for n in public
            if n == f"scale_{name}"
            or n.removeprefix(f"scale_{name}_") in snippets.KINDS
        ]
        for name in ("person", *ATTRIBUTES)
    }
    taken = {n for names in scales.values() for n in names}
    others = [n for n in public if n not in taken]
    missing = [n for n in others if n not in snippets.OTHERS]
    if missing:
        raise ValueError(
            f"docs/_build/snippets.py has no example of {', '.join(missing)}."
        )
    return [("Plots, keys, models", others), *scales.items()]


def name_page(name: str) -> None:
    """The page of one public name"""
    code = snippets.snippet(name)
    picture, printed = snippets.run(code)
    write(f"reference/{name}.png", png(picture))
    options = ["    options:"]
    if name.startswith(("scale_", "geom_", "stat_", "guide_")):
        # Their docstrings list what matters of dozens of parameters.
        options += ["      show_signature: false", "      members: false"]
    else:
        options += ["      show_signature: true"]
    # Where it is defined: modules and classes share names.
    it = getattr(plotnine_chernoff, name)
    page = [
        f"# {name}",
        f"::: {it.__module__}.{it.__qualname__}\n" + "\n".join(options),
        "## Example",
        f"```python\n{code}```",
        f"![What the example draws]({name}.png){{ .figure }}",
    ]
    if printed:
        page.insert(-1, f"```text\n{printed}```")
    write(f"reference/{name}.md", "\n\n".join(page))


def attributes() -> None:
    """The attribute table as a table"""
    rows = [
        "| aesthetic | unit | range | neutral | low → high | with care |",
        "|---|---|---|---|---|---|",
    ]
    for a in ATTRIBUTES.values():
        low, high = a.range
        rows.append(
            f"| [`{a.name}`](reference/scale_{a.name}.md) | {a.unit} "
            f"| {low:g} ... {high:g} | {a.neutral:g} | {a.low} → {a.high} "
            f"| {'on request only' if a.on_request else ''} |"
        )
    text = (ROOT / "docs/attributes.md").read_text(encoding="utf-8")
    write("attributes.md", text.replace("<!-- table -->", "\n".join(rows)))


def commands() -> None:
    """What typer knows of the command line"""
    made = subprocess.run(
        [
            *(sys.executable, "-m", "typer", "plotnine_chernoff.cli"),
            *("utils", "docs", "--name", "chernoff"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    listed = re.sub(r"^#", "##", made.stdout, flags=re.MULTILINE)
    write("commands.md", text.replace("<!-- commands -->", listed))


home()
attributes()
commands()
gallery()
reference()
