"""启动: behind `./louyu`: packages, private PostgreSQL, processes. Standard library only.

Runs on the machine's own Python before anything is installed; imports nothing of the house.
"""
