"""How good the answers are: a fixed shop of gigs, queries as people type them, and what each of them should find."""
