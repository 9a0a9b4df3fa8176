"""Everything that changes sources and documents; each inside `actions.perform`."""
