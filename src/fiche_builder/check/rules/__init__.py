"""The rules, one module for each subject. A rule is one function, declared with its code and severity."""
