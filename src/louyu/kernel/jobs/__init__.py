"""作业: long work in the background with visible progress; safe to run twice."""
