"""Measurements run by hand. They print ratios within one run; nothing here is a test."""
