"""Runs a command and writes what it cost: python3 -SE wait.py FIGURES-FILE COMMAND …

A process of its own, because a child's peak memory begins with that of the process it was forked from: this one stays at 10 MB.
"""
import os
import sys
import time

begin = time.monotonic()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
wall = time.monotonic() - begin
with open(sys.argv[1], "w", encoding="ascii") as file:
    print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, file=file)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
