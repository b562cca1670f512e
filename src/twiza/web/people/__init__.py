"""The directory of freelancers and pros, and their public pages."""
