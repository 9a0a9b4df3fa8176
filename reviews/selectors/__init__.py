"""What is read of reviews: verdicts and policies, cases, the queue, the desk."""
