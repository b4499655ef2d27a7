"""The offline page: an edition as one HTML file with its search.

It works in Edge, Chrome and Firefox, from any folder, without a network.
"""
