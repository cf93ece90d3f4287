"""Pages about the numbers: what they mean and how good they are."""
