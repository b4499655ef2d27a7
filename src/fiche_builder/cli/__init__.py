"""The command line: it asks, shows and exits. The work itself is done elsewhere."""
