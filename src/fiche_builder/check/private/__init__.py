"""What in a public text a careful colleague would ask about."""
