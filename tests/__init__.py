"""Tests of `utils`, of the notebooks' form, and of the claims' power to fail."""
