"""Load for a server on loopback, with Locust; no test runs it.

`chernoff serve &`, then for example

    locust -f tests/serve/load.py --headless --host http://127.0.0.1:8000 \
        -u 8 -r 8 -t 30s New
    locust ... Known

New faces are of random values; known ones are fifty that repeat; tables are 64
new faces at once. 503 with Retry-After is an answer of its own, not a failure,
and is waited for.
"""

import random
import time
from urllib.parse import urlencode

from locust import FastHttpUser, constant, task

KNOWN = [f"/face?smile={i / 25 - 1:.2f}&size=128" for i in range(50)]


def new_row() -> dict[str, float]:
    smile, yaw = random.uniform(-1, 1), random.uniform(-30, 30)
    return {"smile": round(smile, 6), "yaw": round(yaw, 5)}


class _Reader(FastHttpUser):
    abstract = True
    wait_time = constant(0)

    def ask(self, path: str, name: str, rows: list | None = None) -> None:
        with self.client.request(
            "GET" if rows is None else "POST",
            path,
            name=name,
            json=rows and {"rows": rows, "size": 128},
            catch_response=True,
        ) as answer:
            if answer.status_code == 503:
                wait = int(answer.headers["Retry-After"])
                answer.request_meta["name"] = f"{name}, told to wait"
                answer.success()
                time.sleep(min(wait, 5))


class New(_Reader):
    """Asks for faces that nobody has seen"""

    @task
    def new_face(self) -> None:
        row = new_row()
        self.ask(f"/face?{urlencode(row)}&size=128", "new")


class Table(_Reader):
    """Asks for 64 faces at once that nobody has seen"""

    @task
    def new_faces(self) -> None:
        self.ask("/faces", "table", [new_row() for _ in range(64)])


class Known(_Reader):
    """Asks for fifty faces again and again"""

    @task
    def known_face(self) -> None:
        self.ask(random.choice(KNOWN), "known")
