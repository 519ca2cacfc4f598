"""Sampling on a cluster: the same files, whoever makes or loses them."""

import os
import signal

import pytest

from plotnine_chernoff import FaceModel
from plotnine_chernoff.directions import cluster as module
from plotnine_chernoff.directions import make_samples

distributed = pytest.importorskip("distributed")


@pytest.fixture
def model():
    return FaceModel.random(16, 64, seed=2, z_dim=8, w_dim=8)


def pictures(folder):
    return {p.name: p.read_bytes() for p in folder.glob("images/*.png")}


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 1])
def test_a_lost_worker_changes_no_byte(tmp_path, model, monkeypatch, workers):
    """It is killed while parts are being made; the only one is replaced"""
    seeds = range(0, 320)
    alone = make_samples(
        model, tmp_path / "alone", seeds, 0.3, progress=False, resolution=8
    )
    with distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        silence_logs=50,
    ) as cluster:
        first = next(iter(cluster.workers.values()))
        killed, finished = [], module.as_finished

        def one_then_kill(client, tasks):
            for task in finished(client, tasks):
                if not killed:
                    killed.append(first.process.pid)
                    os.kill(first.process.pid, signal.SIGKILL)
                yield task

        monkeypatch.setattr(module, "as_finished", one_then_kill)
        make_samples(
            model,
            tmp_path / "many",
            seeds,
            0.3,
            progress=False,
            resolution=8,
            dask=cluster.scheduler_address,
        )
        assert killed
    assert pictures(tmp_path / "many") == pictures(alone.directory)
    one, other = (
        (tmp_path / n / "latents.npy").read_bytes() for n in ("alone", "many")
    )
    assert one == other


@pytest.mark.slow
def test_no_scheduler_is_said_plainly(tmp_path, model):
    with pytest.raises(OSError, match=r"127\.0\.0\.1:9"):
        make_samples(
            model,
            tmp_path / "s",
            range(2),
            progress=False,
            dask="tcp://127.0.0.1:9",
        )
