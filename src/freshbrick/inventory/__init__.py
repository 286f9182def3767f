"""What a person keeps: lots, and what they are worth."""
