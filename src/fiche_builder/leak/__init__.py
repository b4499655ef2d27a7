"""The leak gate: it reads the finished public files and finds internal values in them, whatever let them in.

It shares no code with the projection, the field table or the pages: what is public is written down here a second time,
from the design, and both must agree before anything is published. It takes the values from the raw rows, and the text
from the bytes.
"""
