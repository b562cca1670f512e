"""Trust: reports of what is wrong, and the queue in which administrators answer them."""
