"""Disputes: when the two sides disagree, the clock stops and an administrator decides."""
