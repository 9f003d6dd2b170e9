"""Findings as a clerk reads them."""
