"""Runs: one loop for every model, schedules, checkpoints, and the folder that keeps them."""
