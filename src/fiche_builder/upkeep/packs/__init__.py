"""Writing to organisations: what they are asked to confirm, when, and which of them have not answered."""
