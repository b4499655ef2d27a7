"""What an annuaire is: the field table, its values, fiches, and the public type of them."""
