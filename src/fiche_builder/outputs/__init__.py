"""What is made from an edition, with a folder or a module for each format."""
