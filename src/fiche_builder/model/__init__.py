"""What an annuaire is: the field table, the values of cells, fiches, and what is public of them."""
