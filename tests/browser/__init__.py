"""What only a real browser against a real server can show."""
