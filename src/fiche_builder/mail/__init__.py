"""Mailing an edition: once to everyone, never twice."""
