"""The page: data, mapping, picture and what comes out of it, with Shiny.

Imports Shiny. What is on the page is in `controls`, words in `words`; this
module joins them in a session.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from plotnine.exceptions import PlotnineError
from shiny import App, reactive, render, req, ui

from . import controls, words
from .figure import draw, save
from .plan import COLUMNS, Drive, Plan, code, default_range, first_plan
from .shared_model import WatchedModel
from .table import Table, TableError, read_table

if TYPE_CHECKING:
    from shiny import Inputs, Session

    from .place import Place

STATIC = Path(__file__).with_name("static")


@dataclass(frozen=True)
class Start:
    """What a link asks for, and what there is"""

    table: Table
    plan: Plan
    missing: str | None = None
    wanted: Plan | None = None


def start_of(query: str, place: Place) -> Start:
    """
    Read the query of a link

    Parameters
    ----------
    query : str
        With data, plan and name; what is not valid is left out.
    place : Place
    """
    given = {k: v[-1] for k, v in parse_qs(query.lstrip("?")).items()}
    table = place.find(given.get("data"))
    plan = Plan.read(given.get("plan"))
    if table is None:
        name = given.get("name", "the file")[:100]
        shown = place.first_plan.fitted(place.first, place.model)
        return Start(place.first, shown, name, plan)
    if plan is None:
        known = table.digest == place.first.digest
        plan = place.first_plan if known else first_plan(table)
    return Start(table, plan.fitted(table, place.model))


def make_page(place: Place) -> App:
    """
    The page as an application

    Parameters
    ----------
    place : Place
    """

    def page(request: Any) -> Any:
        start = start_of(str(request.url.query), place)
        return controls.page(start.table, start.plan, place)

    def server(input: Inputs, output: Any, session: Session) -> None:
        _Session(input, session, place).serve()

    return App(page, server, static_assets={"/static": STATIC})


class _Session:
    """One window"""

    def __init__(self, input: Inputs, session: Session, place: Place):
        self.input, self.session, self.place = input, session, place
        with reactive.isolate():
            query = session.clientdata.url_search()
        self.start = start_of(query, place)
        # By number: the one that is shown, and those that are to come.
        self.tables = {0: self.start.table}
        place.take(self.start.table)
        session.on_ended(lambda: self._leave(list(self.tables)))

    def serve(self) -> None:
        input, place, session = self.input, self.place, self.session
        missing = reactive.value(self.start.missing)
        problem = reactive.value("")
        kept: reactive.Value[list[int]] = reactive.value([])
        # The latest figure, what it is of, and why there is none.
        shown: reactive.Value[Any] = reactive.value(None)

        @reactive.calc
        def number() -> int:
            # The browser brings it with the inputs that fit the table, so
            # that no figure is of a new table and an old mapping.
            said = input[controls.TABLE]()
            return next(
                (n for n in self.tables if n == said), min(self.tables)
            )

        @reactive.calc
        def table() -> Table:
            return self.tables[number()]

        @reactive.effect
        def forget_tables() -> None:
            self._leave([n for n in self.tables if n < number()])

        @reactive.calc
        def plan() -> Plan:
            return self._plan(table())

        @reactive.effect
        @reactive.event(input.file)
        async def upload() -> None:
            chosen = input.file()
            if not chosen:
                return
            path = Path(chosen[0]["datapath"])
            content = await asyncio.to_thread(path.read_bytes)
            path.unlink()
            try:
                new = await asyncio.to_thread(
                    read_table, content, chosen[0]["name"], place.bounds
                )
            except TableError as error:
                problem.set(str(error))
                return
            before = self.start.wanted if missing() else self._plan(table())
            carried = before and before.fitted(new, place.model)
            fresh = first_plan(new)
            if carried is None or not carried.mapped:
                carried = fresh.fitted(new, place.model)
            place.take(new)
            last = max(self.tables) + 1
            self.tables[last] = new
            problem.set("")
            missing.set(None)
            kept.set([])
            controls.show(new, carried, place, last)

        @reactive.extended_task
        async def drawn(plan: Plan, table: Table) -> Any:
            return await self._draw(plan, table)

        @reactive.effect
        def redraw() -> None:
            wanted = plan(), table()
            # Only the latest figure is of use.
            drawn.cancel()
            drawn.invoke(*wanted)

        @reactive.effect
        def arrive() -> None:
            shown.set(drawn.result())

        @render.ui
        def picture() -> Any:
            figure, of, error = req(shown())
            if error:
                return ui.div(error, class_="alert alert-danger", role="alert")
            return words.picture(figure, of[0], of[1])

        @render.ui
        def about_data() -> Any:
            notes = [n for n in (problem(), words.gone(missing())) if n]
            return [
                *[
                    ui.div(n, class_="alert alert-warning", role="alert")
                    for n in notes
                ],
                words.about_table(table()),
            ]

        @render.ui
        def cautions() -> Any:
            return words.cautions(plan())

        @reactive.effect
        @reactive.event(input.kept)
        def keep() -> None:
            row = input.kept()
            if isinstance(row, int) and 0 <= row < len(table().data):
                others = [r for r in kept() if r != row]
                kept.set([*others[-1:], row])

        @reactive.effect
        @reactive.event(input.clear)
        def forget() -> None:
            kept.set([])

        @render.ui
        def comparison() -> Any:
            figure, of, _ = req(shown())
            spots = {s.row: s for s in figure.spots} if figure else {}
            chosen = [spots[r] for r in kept() if r in spots]
            return words.comparison(chosen, of[0], of[1], place.model)

        @render.code
        def caption() -> str:
            figure, _, _ = req(shown())
            return figure.caption if figure else ""

        @render.code
        def program() -> str:
            try:
                return code(plan(), table(), place.model, place.model_name)
            except ValueError as error:
                return f"# {error}"

        @reactive.effect
        async def address() -> None:
            query = {
                "data": table().digest,
                "name": table().name,
                "plan": plan().text(),
            }
            if query["data"] == place.first.digest:
                del query["data"], query["name"]
            with reactive.isolate():
                here = session.clientdata
                port = here.url_port()
                host = here.url_hostname() + (f":{port}" if port else "")
                root = f"{here.url_protocol()}//{host}{here.url_pathname()}"
            ui.update_text("link", value=f"{root}?{urlencode(query)}")

        for format in ("png", "svg", "pdf"):
            self._download(format, plan, table)

    def _download(self, format: str, plan: Any, table: Any) -> None:
        async def file() -> Any:
            yield await asyncio.get_running_loop().run_in_executor(
                self.place.drawing,
                save,
                plan(),
                table(),
                self.place.model,
                format,
            )

        # Outputs are known by the names of their functions.
        file.__name__ = format
        handler: Any = file
        render.download_button(
            filename=f"faces.{format}", media_type=words.MEDIA[format]
        )(handler)

    def _leave(self, numbers: list[int]) -> None:
        for number in numbers:
            self.place.leave(self.tables.pop(number))

    def _plan(self, table: Table) -> Plan:
        """What the inputs say; what is half typed is as by default"""
        input, default = self.input, Plan()

        def number(name: str, low: float, high: float, other: Any) -> Any:
            value = input[name]()
            good = isinstance(value, (int, float)) and low <= value <= high
            return value if good else other

        drives = {}
        for name in self.place.model.attributes:
            column = input[f"{name}_column"]()
            low, high = default_range(self.place.model, name)
            asked = {
                "low": number(f"{name}_low", -1e6, 1e6, low),
                "high": number(f"{name}_high", -1e6, 1e6, high),
            }
            drive = Drive(
                column=column,
                low=None if asked["low"] == low else asked["low"],
                high=None if asked["high"] == high else asked["high"],
                reverse=bool(input[f"{name}_reverse"]()),
                midpoint=number(f"{name}_midpoint", -1e300, 1e300, None),
            )
            if column:
                drives[name] = drive
        columns = {c: input[c]() or None for c in COLUMNS}
        return Plan(
            drives=drives,
            **columns,
            size=number("size", 0.1, 60, None),
            cut_out=bool(input.cut_out()),
            legend=bool(input.legend()),
            caption=bool(input.in_figure()),
            width=number("width", 2, 20, default.width),
            height=number("height", 2, 20, default.height),
            dpi=int(number("dpi", 50, 400, default.dpi)),
        ).fitted(table, self.place.model)

    async def _draw(self, plan: Plan, table: Table) -> Any:
        """The figure, what it is of, and why there is none"""
        loop = asyncio.get_running_loop()
        with ui.Progress(min=0, max=1, session=self.session) as bar:

            def tell(made: int, wanted: int) -> None:
                text = f"Making faces: {made} of {wanted}"
                loop.call_soon_threadsafe(bar.set, made / wanted, text)

            watched = WatchedModel(self.place.model, tell)
            try:
                figure = await loop.run_in_executor(
                    self.place.drawing, draw, plan, table, watched
                )
            except (ValueError, PlotnineError) as error:
                return None, (plan, table), str(error)
        return figure, (plan, table), ""
