"""The steps that bring a journal file up to date, one file each, in the order of their names.

A step adds tables; it never rewrites rows of the log. Once released, a step never changes.
"""
