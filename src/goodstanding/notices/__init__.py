"""What people are told: in-site notices, mail through the queue, letters."""
