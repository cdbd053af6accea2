"""Measurements. Speed is told as ratios of things measured side by side in one run."""
