"""Tables in Markdown, printed row by row while the bench runs, and what machine it was."""
import os
import sys

from contest import median, ratio


def heading(*columns):
    """The head of a table; columns that begin with a blank hold figures."""
    print("| " + " | ".join(column.strip() for column in columns) + " |")
    print("|" + "|".join("---:" if column.startswith(" ") else "---" for column in columns) + "|", flush=True)


def row(*cells):
    """One row of a table."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def figures(samples):
    """Wall s, CPU s, peak MB as cells."""
    return f"{median(samples, 'wall'):.2f}", f"{median(samples, 'cpu'):.2f}", f"{median(samples, 'peak') / 1e6:.0f}"


def rates(data, samples):
    """GB of text and millions of rows a second as cells."""
    wall = median(samples, "wall")
    return f"{data.text_bytes / wall / 1e9:.2f}", f"{data.rows / wall / 1e6:.1f}"


def ratios(theirs, mine):
    """Wall, CPU and peak memory of theirs ÷ mine, medians over pairs, as cells."""
    return tuple(f"{ratio(theirs, mine, figure):.2f}" for figure in ("wall", "cpu", "peak"))


def note(text):
    """What happens now, for who waits."""
    print(text, file=sys.stderr, flush=True)


def machine():
    """Cores, processor, vector instructions, memory; no names of hosts."""
    facts = {}
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            name, _, value = line.partition(":")
            facts.setdefault(name.strip(), value.strip())
    flags = facts.get("flags", facts.get("Features", "")).split()
    vectors = [name for flag, name in (("asimd", "NEON"), ("sse4_2", "SSE 4.2"), ("avx2", "AVX2"), ("avx512bw", "AVX-512 (F, BW, VL)"),
                                       ("avx512_vbmi2", "VBMI2")) if flag in flags]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {facts.get('model name', os.uname().machine)}, {', '.join(vectors)}; {memory:.0f} GiB"
