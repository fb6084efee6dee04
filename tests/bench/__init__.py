"""The benchmarks: `make bench`, or `python -m tests.bench`. They print; they judge nothing."""
