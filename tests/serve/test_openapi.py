"""The addresses hold what their OpenAPI description says, and no request
breaks the server, however malformed.

`pytest tests/serve/test_openapi.py --hypothesis-profile many` sends 10,000.
"""

import collections

import pytest
from hypothesis import HealthCheck, given, settings

from tests.conftest import PaintedModel

pytest.importorskip("fastapi")
pytest.importorskip("schemathesis")

import schemathesis
from schemathesis import checks

from plotnine_chernoff.serve.app import create_app
from tests.serve.server import running

pytestmark = pytest.mark.slow
ANSWERS = collections.Counter()


@pytest.fixture(scope="module")
def address():
    with running(create_app(PaintedModel(resolution=16), page=False)) as at:
        yield at
    print(dict(ANSWERS))


@pytest.mark.parametrize(
    ("path", "method"), [("/face", "GET"), ("/faces", "POST")]
)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_the_description_holds(address, path, method, mode):
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    conforms = [
        checks.CHECKS.get_one(name)
        for name in (
            "not_a_server_error",
            "status_code_conformance",
            "content_type_conformance",
            "response_schema_conformance",
        )
    ]

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(schema[path][method].as_strategy(generation_mode=mode))
    def holds(case):
        answer = case.call()
        ANSWERS[answer.status_code] += 1
        case.validate_response(answer, checks=conforms)

    holds()
