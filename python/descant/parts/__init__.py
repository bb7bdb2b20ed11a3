"""What plays: one file a kind of part."""
