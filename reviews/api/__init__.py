"""The API of reviewing: verdicts, and handing a draft to reviewers."""
