"""Writing to organisations: what they are asked to confirm, when, and who has not answered."""
