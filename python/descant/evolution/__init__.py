"""Searches: filling maps with what is good in as many ways as there are."""
