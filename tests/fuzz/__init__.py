"""Fuzzing: what any bytes from outside may do to the readers of this program, and what must hold whatever they are."""
