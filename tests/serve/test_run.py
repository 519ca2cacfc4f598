"""Several processes at one address: they share the faces on disk, stop
together, and say at once what they cannot do."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from plotnine_chernoff.faces import clear_cache
from tests.conftest import PaintedModel

pytest.importorskip("fastapi")
from starlette.testclient import TestClient

from plotnine_chernoff.serve.app import create_app
from plotnine_chernoff.serve.run import run

PATIENCE = 300
"""Seconds: a busy machine takes its time to load TensorFlow twice"""


def test_faces_of_another_process_are_not_made_again(tmp_path, monkeypatch):
    monkeypatch.setenv("CHERNOFF_CACHE", str(tmp_path))
    models = PaintedModel(), PaintedModel()
    files = []
    for model in models:
        clear_cache()  # as a new process has it
        with TestClient(create_app(model, page=False)) as client:
            files.append(client.get("/face?smile=0.5").content)
    assert [m.faces_made for m in models] == [1, 0]
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("table", "model", "says"),
    [
        (Path("ratings.csv"), "default", "serve no page"),
        (None, "nowhere", "nowhere"),
    ],
)
def test_what_workers_cannot_serve_is_said_before_they_start(
    table, model, says, monkeypatch
):
    uvicorn = pytest.importorskip("uvicorn")
    monkeypatch.setenv("CHERNOFF_PROGRESS", "0")
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: pytest.fail("ran"))
    with pytest.raises(ValueError, match=says):
        run(table, model, "127.0.0.1", 8000, workers=2)


@pytest.fixture
def workers(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = "from plotnine_chernoff.cli import main; main()"
    options = ["serve", "--workers", "2", "--port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-c", command, *options],
        env=os.environ | {"CHERNOFF_CACHE": str(tmp_path)},
    )
    try:
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def get(address):
    """
    The answer over a connection of its own, which any worker may take

    Who is told to come again, while TensorFlow is loaded, does so.
    """
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        if error.code != 503:
            return error.code, error.read()
        time.sleep(int(error.headers["Retry-After"]))
        return get(address)


@pytest.mark.slow
def test_two_workers_are_one_server(workers, tmp_path):
    server, address = workers
    deadline = time.monotonic() + PATIENCE
    while True:
        assert server.poll() is None
        assert time.monotonic() < deadline
        try:
            get(f"{address}/model")
            break
        except OSError:
            time.sleep(0.5)
    answers = {get(f"{address}/face?smile=0.3&size=64") for _ in range(8)}
    assert [status for status, _ in answers] == [200]
    status, content = get(f"{address}/")
    assert status == 404
    assert "--workers" in json.loads(content)["detail"]
    # The one asked for, and the one that each makes as it starts.
    assert 1 <= len(list(tmp_path.glob("*.png"))) <= 2
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE) == 0
    with pytest.raises(OSError, match="refused"):
        get(f"{address}/model")
