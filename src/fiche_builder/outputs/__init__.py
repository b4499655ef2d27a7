"""What is made of an edition: a folder or a module for each format."""
