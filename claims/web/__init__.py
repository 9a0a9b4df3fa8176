"""The newsroom's pages."""
