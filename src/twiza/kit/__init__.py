"""What every domain stands on and nothing of the business: database, clock, money, states, events, tasks."""
