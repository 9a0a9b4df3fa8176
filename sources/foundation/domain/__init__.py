"""Roles and who may what, history as chains, moments, the shapes of what is recorded. Pure."""
