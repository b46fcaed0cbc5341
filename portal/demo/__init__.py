"""The invented consultation that tests, screenshots and benchmarks use."""
