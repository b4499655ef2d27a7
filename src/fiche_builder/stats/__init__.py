"""The indicators that editors watch: counted, drawn, and put on one page."""
