"""Custom offers: scope, price and days that a freelancer proposes to one client."""
