"""Load on a server of this machine, by Locust: how many faces, how soon.

    pip install locust && python tests/serve/load.py

No test runs it. It starts `chernoff serve` with a folder of faces of its own,
makes fifty faces by one POST, asks for these again and again, then for faces
that nobody has seen, and for tables of 64 of them; each by some users, and by
ten times as many. Six times `--seconds`, and half a minute: four minutes at
most. Locust takes its share of the cores. 503 with Retry-After is an answer
of its own, not a failure, and is waited for.
"""

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

# Before what it makes cooperative; so do the sleeps below.
import locust  # isort: skip
import psutil
from locust.env import Environment

SIDE = 128
KNOWN = [{"smile": i / 25 - 1} for i in range(50)]
ROWS = 64
WAIT = 60
"""Seconds within which the server starts, and answers after all"""


def new_row() -> dict[str, float]:
    """A face that nobody has seen"""
    smile, yaw = random.uniform(-1, 1), random.uniform(-30, 30)
    return {"smile": round(smile, 6), "yaw": round(yaw, 5)}


def address(row: dict[str, float]) -> str:
    """Where a face is"""
    return f"/face?{urlencode(row)}&size={SIDE}"


class _Reader(locust.FastHttpUser):
    abstract = True
    wait_time = locust.constant(0)
    faces = 1

    def ask(self, path: str, rows: list | None = None) -> None:
        with self.client.request(
            "GET" if rows is None else "POST",
            path,
            name="answered",
            json=rows and {"rows": rows, "size": SIDE},
            catch_response=True,
        ) as answer:
            if answer.status_code == 503:
                wait = int(answer.headers["Retry-After"])
                answer.request_meta["name"] = "told to wait"
                answer.success()
                time.sleep(min(wait, 5))


class Known(_Reader):
    """Asks for fifty faces again and again"""

    @locust.task
    def known_face(self) -> None:
        self.ask(address(random.choice(KNOWN)))


class New(_Reader):
    """Asks for faces that nobody has seen"""

    @locust.task
    def new_face(self) -> None:
        self.ask(address(new_row()))


class Table(_Reader):
    """Asks for 64 faces at once that nobody has seen"""

    faces = ROWS

    @locust.task
    def new_faces(self) -> None:
        self.ask("/faces", [new_row() for _ in range(ROWS)])


def fetch(url: str, body: object = None) -> float:
    """Seconds until an answer is there"""
    begin = time.monotonic()
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(url, data, headers), timeout=WAIT) as answer:
        answer.read()
    return time.monotonic() - begin


def until_answered(url: str, most: float) -> float:
    """Seconds until an address that refuses gives its answer"""
    begin = time.monotonic()
    while True:
        try:
            fetch(url)
            return time.monotonic() - begin
        except OSError:
            if time.monotonic() - begin > most:
                raise
            time.sleep(0.2)


def load(host: str, kind: type[_Reader], users: int, seconds: float) -> str:
    """A row of the table: what many users are told"""
    kind.host = host
    environment = Environment(user_classes=[kind])
    runner = environment.create_local_runner()
    runner.start(users, spawn_rate=users)
    time.sleep(seconds)
    runner.quit()
    stats = environment.stats
    method = "POST" if kind is Table else "GET"
    seen = stats.get("answered", method)
    told = stats.get("told to wait", method)
    good = seen.num_requests - seen.num_failures
    share = told.num_requests / max(seen.num_requests + told.num_requests, 1)
    half, most = (seen.get_response_time_percentile(p) for p in (0.5, 0.95))
    return (
        f"{kind.__name__:6} {users:5} {good:8} "
        f"{good * kind.faces / seconds:7.1f} {half:6.0f} {most:6.0f} "
        f"{share:4.0%} {seen.num_failures:6}"
    )


def measure(host: str, process: int, users: int, seconds: float) -> None:
    """Print the table"""
    server = psutil.Process(process)

    def memory() -> str:
        return f"{server.memory_info().rss / 2**20:5.0f}"

    print(f"ready after {until_answered(f'{host}/model', WAIT):.1f} s")
    # The first face waits for TensorFlow.
    print(f"first face: {fetch(host + address({})):.1f} s")
    took = fetch(f"{host}/faces", {"rows": KNOWN, "size": SIDE})
    print(f"{len(KNOWN)} faces by one POST: {took:.1f} s\n")
    print("load   users answered faces/s p50 ms p95 ms  503 failed    MB")
    for kind in (Known, New, Table):
        some = max(users // 4, 1) if kind is Table else users
        for n in (some, 10 * some):
            row = load(host, kind, n, seconds)
            print(row, memory(), flush=True)
    after = fetch(host + address(KNOWN[0]))
    new = until_answered(host + address(new_row()), WAIT)
    print(
        f"\nAlive afterwards: a known face in {after:.2f} s, a new one, behind"
    )
    print(f"what is left of the line, in {new:.1f} s.")


def main() -> None:
    """Start a server, and measure it"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chernoff", default=shutil.which("chernoff"))
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [given.chernoff, "serve", "--port", str(port)],
            env={**os.environ, "CHERNOFF_CACHE": str(Path(folder, "faces"))},
        )
        try:
            host = f"http://127.0.0.1:{port}"
            measure(host, server.pid, given.users, given.seconds)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
