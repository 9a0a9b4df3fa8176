"""What is gathered from the database: for the policy, for a page, for a report."""
