"""The addresses of sources and documents."""
