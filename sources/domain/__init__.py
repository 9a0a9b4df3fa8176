"""Who speaks, and where it stands written: the rules that need no database and no request."""
