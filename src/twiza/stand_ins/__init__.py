"""The outside world on this machine: providers that make and check real signatures, and can fail."""
