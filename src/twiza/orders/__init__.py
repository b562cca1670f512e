"""Orders: the strict machine from a placed order to a finished or cancelled one."""
