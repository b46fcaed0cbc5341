"""Measures the speeds that the design promises: `python3 -m tests.bench`, no part of the test run."""
