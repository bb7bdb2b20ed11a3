"""Learners: what they learn, the bank that steps them, rates in human units."""
