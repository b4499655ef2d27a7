"""Mailing an edition: everyone gets it once, nobody twice."""
