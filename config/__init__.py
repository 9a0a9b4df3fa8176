"""How the project is put together: settings, addresses, the two database engines."""
