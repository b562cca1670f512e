"""Where a freelancer writes their profile, part by part."""
