"""Runs: one loop for every model, schedules, checkpoints, and the folder that keeps them."""

INSTALL = ".venv/bin/pip install -c requirements.lock -e '.[train]'"
"""What installs all that trains."""
