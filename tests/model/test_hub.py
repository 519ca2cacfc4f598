"""Models of the hub: fetched, cached and refused, from a stand-in of the hub
on this machine. The network is never asked."""

import hashlib
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from plotnine_chernoff import FaceModel
from plotnine_chernoff.model.files import ModelFileError

constants = pytest.importorskip("huggingface_hub.constants")

COMMITS = {"main": "a" * 40, "v2": "b" * 40}


class StandIn(ThreadingHTTPServer):
    """Serves the models of a dictionary as the hub does"""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.repositories = {}
        self.fetched = []
        self.broken = False
        self.url = f"http://127.0.0.1:{self.server_port}"

    def publish(self, name, folder, revision="main", **more):
        files = {p.name: p.read_bytes() for p in folder.iterdir()} | more
        self.repositories.setdefault(name, {})[COMMITS[revision]] = files


class Handler(BaseHTTPRequestHandler):
    """The four questions that huggingface_hub asks"""

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        if self.server.broken:
            return self.answer(500, b"", "")
        words = self.path.partition("?")[0].strip("/").split("/")
        is_api = words[:2] == ["api", "models"]
        owner, name, kind, revision, *rest = words[2:] if is_api else words
        repository = self.server.repositories.get(f"{owner}/{name}")
        if repository is None:
            return self.answer(404, b"", "RepoNotFound")
        commit = COMMITS.get(revision, revision)
        if commit not in repository:
            return self.answer(404, b"", "RevisionNotFound")
        files = repository[commit]
        if kind == "revision":
            about = {"id": f"{owner}/{name}", "sha": commit, "siblings": []}
            return self.answer(200, json.dumps(about).encode())
        if kind == "tree":
            tree = [
                {
                    "type": "file",
                    "path": path,
                    "size": len(data),
                    "oid": hashlib.sha1(data).hexdigest(),
                }
                for path, data in files.items()
            ]
            return self.answer(200, json.dumps(tree).encode())
        path = "/".join(rest)
        if self.command == "GET":
            self.server.fetched.append(path)
        return self.answer(200, files[path], commit=commit)

    def answer(self, status, data, error=None, commit=None):
        self.send_response(status)
        if error is not None:
            self.send_header("X-Error-Code", error)
        if commit is not None:
            self.send_header("X-Repo-Commit", commit)
            self.send_header("ETag", f'"{hashlib.sha1(data).hexdigest()}"')
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def tiny(seed):
    return FaceModel.random(8, 64, seed=seed, z_dim=8, w_dim=8)


@pytest.fixture
def published(hub, tmp_path):
    tiny(1).save(tmp_path / "first")
    tiny(2).save(tmp_path / "second")
    others = {"weights.bin": b"0" * 999, "run.py": b"raise SystemExit"}
    hub.publish("jo/faces", tmp_path / "first", **others)
    hub.publish("jo/faces", tmp_path / "second", "v2")
    return hub


def test_a_model_is_fetched_and_nothing_else(published):
    model = FaceModel.load("hf://jo/faces")
    assert model.fingerprint == tiny(1).fingerprint
    assert sorted(published.fetched) == [
        "card.md",
        "generator.safetensors",
        "model.json",
    ]


def test_a_revision_is_fetched(published):
    model = FaceModel.load("hf://jo/faces@v2")
    assert model.fingerprint == tiny(2).fingerprint
    by_commit = FaceModel.load(f"hf://jo/faces@{COMMITS['v2']}")
    assert by_commit.fingerprint == model.fingerprint


def test_the_second_time_comes_from_the_cache(published, monkeypatch):
    first = FaceModel.load("hf://jo/faces")
    published.fetched.clear()
    assert FaceModel.load("hf://jo/faces").fingerprint == first.fingerprint
    assert published.fetched == []
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert FaceModel.load("hf://jo/faces").fingerprint == first.fingerprint
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    # Nobody listens on port 9 of this machine.
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert FaceModel.load("hf://jo/faces").fingerprint == first.fingerprint


def refusal(name):
    with pytest.raises(ModelFileError) as caught:
        FaceModel.load(name)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def test_no_such_repository(published):
    assert "no repository 'jo/voices'" in refusal("hf://jo/voices")


def test_no_such_revision(published):
    assert "no revision 'v3'" in refusal("hf://jo/faces@v3")


def test_another_kind_of_repository(hub, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "model.safetensors").write_bytes(b"0" * 999)
    hub.publish("jo/other", tmp_path / "other")
    assert "hf://jo/other is not a model" in refusal("hf://jo/other")
    assert hub.fetched == []


def test_another_model_json(hub, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "model.json").write_text("{}")
    hub.publish("jo/other", tmp_path / "other")
    assert "does not describe a model" in refusal("hf://jo/other")


def test_no_network(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert "cannot be reached" in refusal("hf://jo/faces")


def test_offline(hub, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert "cannot be reached" in refusal("hf://jo/faces")


def test_a_hub_out_of_order(published):
    published.broken = True
    assert "hf://jo/faces" in refusal("hf://jo/faces")


@pytest.mark.parametrize(
    "name",
    [
        "hf://",
        "hf://faces",
        "hf://jo/faces/more",
        "hf://jo/faces@",
        "hf://a b/c",
    ],
)
def test_names_of_another_form(name):
    assert "hf://owner/name" in refusal(name)


def test_names_that_the_hub_does_not_allow():
    assert "--" in refusal("hf://jo/fa--ces")


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(ImportError, match=r"plotnine-chernoff\[hub\]"):
        FaceModel.load("hf://jo/faces")
