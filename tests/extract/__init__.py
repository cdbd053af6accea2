"""Tests of the extractor, on pages of our own making."""
