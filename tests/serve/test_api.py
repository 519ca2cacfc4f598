"""The address of every face: same values, same bytes; bad ones are told what
is valid; too much is refused, and nothing hangs."""

import threading
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from plotnine_chernoff.attributes import ATTRIBUTES
from tests.conftest import PaintedModel, stripe

pytest.importorskip("fastapi")
from starlette.testclient import TestClient

from plotnine_chernoff.serve.app import create_app
from plotnine_chernoff.serve.bounds import Bounds


@pytest.fixture
def client(model):
    with TestClient(create_app(model, page=False)) as client:
        yield client


def pixels(content):
    return np.asarray(Image.open(BytesIO(content)))


@pytest.mark.parametrize("format", ["png", "webp", "jpeg"])
def test_a_face_in_each_format(client, format):
    answer = client.get(f"/face?smile=1&size=64&format={format}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"image/{format}"
    assert pixels(answer.content).shape == (64, 64, 3)


def test_a_face_has_the_values_that_are_asked_for(client, model):
    for smile, gray in [(-1, 0), (0, 125), (1, 250)]:
        face = pixels(client.get(f"/face?smile={smile}").content)
        assert face[stripe("smile", model.resolution), 0, 0] == gray


def test_same_values_same_bytes_and_nothing_to_send_again(client, model):
    first = client.get("/face?smile=0.5&age=60")
    second = client.get("/face?age=60.0&smile=0.50")
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert "immutable" in first.headers["cache-control"]
    assert model.faces_made == 1
    tags = f'"other", W/{first.headers["etag"]}'
    third = client.get(
        "/face?smile=0.5&age=60", headers={"If-None-Match": tags}
    )
    assert third.status_code == 304
    assert not third.content
    assert third.headers["etag"] == first.headers["etag"]
    other = client.get("/face?smile=0.6&age=60")
    assert other.headers["etag"] != first.headers["etag"]


def test_the_models_version_lets_caches_keep_a_face_for_good(client):
    version = client.get("/model").json()["version"]
    answer = client.get(f"/face?v={version}")
    assert "max-age=31536000" in answer.headers["cache-control"]
    assert client.get("/face?v=another").status_code == 422


def test_a_person_is_the_same_in_both_addresses(client):
    faces = {who: client.get(f"/face?person={who}").content for who in "73a"}
    answer = client.post("/faces", json={"rows": [{"person": 7}, {}]}).json()
    assert b64decode(answer["faces"][0]) == faces["7"]
    assert len(set(faces.values())) == 3
    assert client.get("/" + answer["addresses"][0]).content == faces["7"]


def test_equal_rows_are_sent_once(client):
    rows = [{"smile": 1}, {"smile": 0, "age": 40}, {"smile": 1}, {}]
    answer = client.post("/faces", json={"rows": rows, "size": 32}).json()
    assert answer["index"] == [0, 1, 0, 1]
    assert len(answer["faces"]) == 2


def test_requests_that_arrive_together_are_one_batch(model):
    app = create_app(model, page=False)
    with TestClient(app) as client:
        start = threading.Barrier(12)

        def ask(i):
            start.wait()
            client.get(f"/face?smile={i / 12}")

        threads = [threading.Thread(target=ask, args=[i]) for i in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert model.faces_made == 12
    assert len(model.calls) < 6


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("smile=3", "smile must be a number from -1 (frown) to 1"),
        ("smile=x", "smile must be a number"),
        ("smile=nan", "smile must be a number"),
        ("smil=0", "There is no 'smil'. Valid: "),
        ("size=15", "16 to 1024"),
        ("size=1e9", "16 to 1024"),
        ("format=gif", "one of png, webp, jpeg"),
        ("person=" + "a" * 101, "up to 100 characters"),
    ],
)
def test_a_bad_value_is_told_what_is_valid(client, query, says):
    answer = client.get(f"/face?{query}")
    assert answer.status_code == 422
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ('{"rows": []}', 422, "1 or more objects"),
        ('{"rows": [{"smile": "1"}]}', 422, "smile of row 0 must be"),
        ('{"rows": [{"smile": true}]}', 422, "smile of row 0 must be"),
        ('{"rows": [{}, {"smile": 1e999}]}', 422, "smile of row 1 must be"),
        ('{"rows": [{"person": "\\ud800"}]}', 422, "person of row 0"),
        ('{"rows": [{"mood": 1}]}', 422, "There is no 'mood'"),
        ("[]", 422, "The body must be JSON"),
        ("{", 422, "The body must be JSON"),
        ("[" * 200_000, 400, "error"),
        ('{"rows": [' + "{}," * 300 + "{}]}", 413, "up to 256"),
        (" " * 300_000, 413, "up to 256 KiB"),
    ],
)
def test_a_bad_body_is_told_what_is_valid(client, body, status, says):
    answer = client.post(
        "/faces", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_a_body_without_a_length_is_counted(client):
    pieces = (b" " * 2**16 for _ in range(8))
    assert client.post("/faces", content=pieces).status_code == 413


class SlowModel(PaintedModel):
    """Makes no face before it is told to"""

    def __init__(self):
        super().__init__()
        self.go = threading.Event()

    def synthesize(self, w_plus, matte=False):
        self.go.wait(10)
        return super().synthesize(w_plus, matte=matte)


def test_past_its_time_a_request_is_told_when_to_come_again():
    model = SlowModel()
    app = create_app(model, page=False, bounds=Bounds(seconds=0.05))
    with TestClient(app) as client:
        answer = client.get("/face")
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) >= 1
        model.go.set()


def test_a_full_line_says_so_at_once_and_moves_on():
    model = SlowModel()
    app = create_app(model, page=False, bounds=Bounds(waiting=3))
    with TestClient(app) as client:
        answers = []

        def ask(rows):
            answers.append(client.post("/faces", json={"rows": rows}))

        first = threading.Thread(target=ask, args=[[{"smile": 0.1}] * 9])
        first.start()
        many = [{"age": 30 + i} for i in range(4)]
        refused = client.post("/faces", json={"rows": many})
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) >= 1
        model.go.set()
        first.join()
        assert answers[0].status_code == 200
        again = client.post("/faces", json={"rows": many[:2]})
        assert again.status_code == 200


def test_what_fails_within_does_not_stop_the_line(model, monkeypatch):
    def fail(*args, **kwargs):
        raise MemoryError

    app = create_app(model, page=False)
    with TestClient(app, raise_server_exceptions=False) as client:
        monkeypatch.setattr(model, "synthesize", fail)
        assert client.get("/face").status_code == 500
        monkeypatch.undo()
        assert client.get("/face").status_code == 200


def test_the_model_is_described_by_the_table_of_attributes(client):
    answer = client.get("/model").json()
    told = [a["name"] for a in answer["attributes"]]
    assert len(told) > 7
    assert told == [name for name in ATTRIBUTES if name in told]
    for given in answer["attributes"]:
        attribute = ATTRIBUTES[given["name"]]
        assert given["unit"] == attribute.unit
        assert (given["caution"] is not None) == attribute.on_request
    assert answer["licence"] == "none"
    described = client.get("/openapi.json").json()
    names = {
        p["name"] for p in described["paths"]["/face"]["get"]["parameters"]
    }
    assert set(told) <= names


def test_every_answer_keeps_to_its_own_host(client):
    for path in ("/face", "/docs", "/absent"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    page = client.get("/docs")
    assert "http" not in page.text.replace("https://json-schema", "")
    assert "'sha256-" in page.headers["content-security-policy"]


def test_other_names_for_this_machine_are_refused(model):
    app = create_app(model, page=False, hosts=["127.0.0.1"])
    with TestClient(app) as client:
        bad = client.get("/face", headers={"host": "evil.example"})
        assert bad.status_code == 400
        good = client.get("/face", headers={"host": "127.0.0.1:8000"})
        assert good.status_code == 200


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/etc/passwd"])
def test_no_file_of_the_machine_is_served(client, path):
    assert client.get(path).status_code == 404
    path = f"/static-offline-docs/{path}"
    assert client.get(path).status_code == 404


def test_without_the_page_its_address_says_why(client):
    answer = client.get("/")
    assert answer.status_code == 404
    assert "without --workers" in answer.json()["detail"]
    assert "/" not in client.get("/openapi.json").json()["paths"]


def test_a_model_without_attributes_is_refused():
    with pytest.raises(ValueError, match="has no directions yet"):
        create_app(PaintedModel(attributes=()), page=False)
