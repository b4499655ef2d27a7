"""The tests: real workbooks, real pages, real files."""
