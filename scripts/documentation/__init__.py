"""The site of the documentation: the pages of the repository, and a reference generated from the code."""
