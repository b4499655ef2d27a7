"""What an edition holds and says, decided and in order, before anything is printed."""
