"""What a cell says, as values: one parser for each thing a cell can hold. All are pure and keep what is valid."""
