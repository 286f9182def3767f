"""Who may come in: people, their passwords, sessions, tokens and one-time links."""
