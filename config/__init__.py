"""The roof: settings, addresses, checks, the documentation. It knows every app; none knows it."""
