"""Running a patch: clock, conductor, mappings, take."""
