"""The pages of pros: becoming one, the dashboard, hours, services, what is shown of them."""
