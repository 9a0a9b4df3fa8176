"""What is said, who is cited for it, what it amounts to: rules without database, clock or I/O."""
