"""Where other companies' servers call us: each proves who it is by a signature of its own."""
