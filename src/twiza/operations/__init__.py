"""Running Twiza: starting it, checking its health, refusing unsafe settings, saving and restoring it."""
