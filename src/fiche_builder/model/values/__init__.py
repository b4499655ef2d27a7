"""The values of cells: one parser for each kind of content. All parsers are pure, and keep what is valid."""
