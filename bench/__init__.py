"""Benchmarks against stock Rasa: ``make bench`` measures both in one run into bench/RESULTS.md."""
