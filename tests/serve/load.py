"""Load for a server on loopback, with Locust; no test runs it.

`chernoff serve &`, then for example

    locust -f tests/serve/load.py --headless --host http://127.0.0.1:8000 \
        -u 8 -r 8 -t 30s New
    locust ... Known

New faces are of random values; known ones are fifty that repeat. 503 with
Retry-After is an answer of its own, not a failure, and is waited for.
"""

import random
import time

from locust import FastHttpUser, constant, task

KNOWN = [f"/face?smile={i / 25 - 1:.2f}&size=128" for i in range(50)]


class _Reader(FastHttpUser):
    abstract = True
    wait_time = constant(0)

    def ask(self, path: str, name: str) -> None:
        with self.client.get(path, name=name, catch_response=True) as answer:
            if answer.status_code == 503:
                wait = int(answer.headers["Retry-After"])
                answer.request_meta["name"] = f"{name}, told to wait"
                answer.success()
                time.sleep(min(wait, 5))


class New(_Reader):
    """Asks for faces that nobody has seen"""

    @task
    def new_face(self) -> None:
        smile, yaw = random.uniform(-1, 1), random.uniform(-30, 30)
        self.ask(f"/face?smile={smile:.6f}&yaw={yaw:.5f}&size=128", "new")


class Known(_Reader):
    """Asks for fifty faces again and again"""

    @task
    def known_face(self) -> None:
        self.ask(random.choice(KNOWN), "known")
