"""The command line: it asks, shows and exits; what it does is done elsewhere."""
