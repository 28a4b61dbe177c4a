"""For every lesson, changes that destroy what it teaches, and the claim that must then fail."""
