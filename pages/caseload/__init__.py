"""Pages of the coordinator's own work."""
