"""Notebooks run under the conditions in which their outputs were made, unless told otherwise."""

import os

from utils.__main__ import REFERENCE

for name, value in REFERENCE.items():
    os.environ.setdefault(name, value)  # kernels and worker processes inherit it
