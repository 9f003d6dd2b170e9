"""What holds for all tests: what collecting has loaded stays for good, so the cycle collector need not look at it."""

from __future__ import annotations

import gc

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
