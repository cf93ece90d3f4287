"""Tests, in the folders of the code they test; tests/browser drives a real browser against a real server."""
