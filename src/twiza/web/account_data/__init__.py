"""One's own data: another phone or email, an archive to take along, leaving for good."""
