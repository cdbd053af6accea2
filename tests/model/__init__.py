"""Tests of what the nouns can say of themselves."""
