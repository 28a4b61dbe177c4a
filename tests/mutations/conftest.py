"""The kernel in which the mutations of one lesson run."""

import os

import pytest
from jupyter_client.manager import start_new_kernel

from tests.mutations.harness import FOLDER
from utils.__main__ import REFERENCE


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(cwd=str(FOLDER), env={**REFERENCE, **os.environ})
    client.stop_channels()
    yield manager
    manager.shutdown_kernel(now=True)
