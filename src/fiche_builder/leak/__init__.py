"""The leak gate: it reads the finished public files and finds internal values, however they got there.

It shares no code with the projection, the field table or the pages. What is public is written down here a second time,
from the design, and both must agree before anything is published. The values come from the raw rows, the text from the
bytes.
"""
