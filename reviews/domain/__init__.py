"""The rules of the desk: no Django, no clock, no database."""
