"""One module for each matter that rules judge; a rule is one function, declared with its code and severity."""
