"""Search by the words a caller uses.

There is one ranking: here for the terminal, and in `templates/web/ranking.js` for the offline page. The page's script
follows these modules function by function; `tests/outputs/search/test_ranking.py` asks both the same questions.
"""
