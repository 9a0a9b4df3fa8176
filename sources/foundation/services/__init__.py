"""Writing rows without undoing what others did (`saving`), and writing the history."""
