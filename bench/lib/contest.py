"""Who runs (hecha, DuckDB), what a run costs as the kernel counts it, and what must come out of it."""
import json
import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass

from files import ROOT, SIX_TABLES, WORK

PACKAGE = "@duckdb/node-api@1.5.6-r.1"
SQL = os.path.join(ROOT, "bench", "duckdb")
PUBLISHED = (0, 3)
WAIT = os.path.join(ROOT, "bench", "lib", "wait.py")
# Script: what stands for a person, and its files after facts.sql.
SCRIPTS = {"natural": ("id", ("view.sql", "six.sql")),
           "typed": ("id", ("load.sql", "six.sql")),
           "hash": ("hash(id)", ("load.sql", "candidates.sql")),
           "int": ("coalesce(try_cast(id AS BIGINT), -(hash(id) >> 1)::BIGINT)", ("load.sql", "candidates.sql"))}


class Failed(Exception):
    """A contestant that did not finish, or finished with another answer."""


@dataclass
class Sample:
    """Wall and CPU (user and system) seconds, peak resident bytes of one process."""
    wall: float
    cpu: float
    peak: float


class Hecha:
    """`hecha run` in an agency folder. Its answer is judged where others run the same rules."""

    def __init__(self, binary, agency, memory, threads, judged, name="hecha"):
        self.name, self.agency, self.judged, self.stdin = name, agency, judged, None
        self.command = [binary, "run", "-C", agency, "--quiet", "--memory", memory, "--threads", str(threads)]
        self.allowed = PUBLISHED

    def prepare(self):
        """No run before it: the next one starts as on the first night."""
        shutil.rmtree(os.path.join(self.agency, "runs"), ignore_errors=True)

    def answer(self, _):
        """{rule: (rows, groups, fen)} of the run; fen of a rule that claims nothing stand in its messages."""
        if not self.judged:
            return {}
        with open(os.path.join(self.agency, "runs", "current", "summary.json"), encoding="utf-8") as file:
            rules = json.load(file)["rules"]
        found = {rule["rule"]: (rule["rows"], rule["hits"], fen(rule["claimed"])) for rule in rules}
        found["shared-account"] = (*found["shared-account"][:2], self.fen_in_messages("shared-account"))
        return found

    def fen_in_messages(self, rule):
        """The sum of the amounts that are this rule's messages."""
        total = 0
        with open(os.path.join(self.agency, "runs", "current", "cases.jsonl"), encoding="utf-8") as file:
            for line in file:
                total += sum(fen(part["message"]) for part in json.loads(line)["rules"] if part["rule"] == rule)
        return total


class DuckDB:
    """One of the scripts over the same files, through Node (whose start is in the figures: about 0.1 s and 40 MB)."""

    def __init__(self, script, data, memory, threads):
        self.name, self.allowed = script, (0,)
        options = {"threads": str(threads), "memory_limit": memory + "B", "preserve_insertion_order": "false",
                   "temp_directory": os.path.join(WORK, "duckdb-spill")}
        self.command = ["node", os.path.join(SQL, "script.mjs"), json.dumps(options)]
        self.stdin = os.path.join(WORK, f"{script}.sql")
        with open(self.stdin, "w", encoding="utf-8") as out:
            out.write(statements(script, data))

    def prepare(self):
        """Nothing is left of the run before it."""

    @staticmethod
    def answer(output):
        """{rule: (rows, groups, fen)} as printed."""
        return {rule: tuple(map(int, figures)) for rule, *figures in json.loads(output)}


def statements(script, data):
    """The text of a script, with paths in place."""
    key, files = SCRIPTS[script]
    text = "".join(open(os.path.join(SQL, name), encoding="utf-8").read() for name in ("facts.sql", *files))
    for name, value in {"key": key, **{table: data.extract(table) for table in SIX_TABLES}}.items():
        text = text.replace("{" + name + "}", value)
    return text


def fen(yuan):
    """'1234.50' as 123450."""
    return int(yuan.replace(".", ""))


def install_duckdb():
    """The npm package into build/bench/; nobody but the bench needs it."""
    if os.path.isdir(os.path.join(WORK, "node_modules", "@duckdb", "node-api")):
        return
    if not shutil.which("npm"):
        raise Failed("DuckDB needs node and npm; --only hecha goes without")
    os.makedirs(WORK, exist_ok=True)
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", WORK, PACKAGE], check=True, cwd=WORK)


def measure(contestant):
    """(Sample, answer) of one run."""
    contestant.prepare()
    log, figures = os.path.join(WORK, "log"), os.path.join(WORK, "figures")
    with open(contestant.stdin or os.devnull, "rb") as stdin, open(log + ".out", "wb") as out, open(log + ".err", "wb") as err:
        code = subprocess.run([sys.executable, "-SE", WAIT, figures, *contestant.command], stdin=stdin, stdout=out, stderr=err,
                              cwd=WORK, check=False).returncode
    if code not in contestant.allowed:
        raise Failed(f"{contestant.name}: exit {code}: {reason(log + '.err')}")
    with open(figures, encoding="ascii") as file:
        wall, cpu, peak = map(float, file.read().split())
    with open(log + ".out", encoding="utf-8") as output:
        return Sample(wall, cpu, peak), contestant.answer(output.read())


def reason(path):
    """The line of an error output that says most."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [line.strip() for line in file if line.strip()]
    return next((line for line in lines if "Error" in line), lines[-1] if lines else "no word")


def alternate(contestants, data, runs):
    """Samples of each contestant, taken in turns on a warm file; all must give one answer."""
    samples = [[] for _ in contestants]
    expected = None
    for _ in range(runs):
        for contestant, mine in zip(contestants, samples):
            data.warm()
            sample, answer = measure(contestant)
            expected = answer if expected is None else expected
            if answer != expected:
                raise Failed(f"{contestant.name} differs: {differences(answer, expected)}")
            mine.append(sample)
    return samples


def differences(answer, expected):
    """Rules on which two answers differ, with their figures."""
    return "; ".join(f"{rule}: {answer.get(rule)} instead of {expected.get(rule)}" for rule in sorted(answer.keys() | expected.keys())
                     if answer.get(rule) != expected.get(rule))


def median(samples, figure):
    """The median of one figure."""
    return statistics.median(getattr(sample, figure) for sample in samples)


def ratio(theirs, mine, figure):
    """The median over pairs of theirs ÷ mine."""
    return statistics.median(getattr(b, figure) / getattr(a, figure) for a, b in zip(mine, theirs))
