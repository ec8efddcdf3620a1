"""Small agency folders made by hand, runs of the real binary over them, and what must hold after every run.

All identity numbers are synthetic (area code 360799). Every name, number and account that a folder holds is in SECRETS, and no
run may show one of them on stderr: `Agency.run` sees to that on every exit path.
"""
import csv
import hashlib
import io
import json
import os
import stat
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-11-22"
DONE, NO, GAPS, GATE, USAGE, UNREADABLE, MISSING, CANNOT_CREATE, IO_ERROR, LOCKED, PERMISSION, CONFIG = \
    0, 1, 3, 4, 64, 65, 66, 73, 74, 75, 77, 78
# A sanitizer's finding must not look like one of hecha's own exit codes.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "ASAN_OPTIONS": "exitcode=99", "LSAN_OPTIONS": "exitcode=99",
               "UBSAN_OPTIONS": "exitcode=99:print_stacktrace=1"}
HECHA = [str(ROOT / "build/hecha")]  # both set by run
SCRATCH = tempfile.TemporaryDirectory(prefix="hecha-robust-")  # of the whole suite
# Those of the pack's rules that the extracts below serve: with another one a run would have a gap, and say so with its exit code.
SERVED = {"certification-lapsed", "certified-after-death", "damaged-identity-numbers", "dual-pension", "duplicate-month-payment",
          "employer-not-registered", "identity-or-birth-defect", "large-payment-unreviewed", "paid-after-cremation",
          "paid-after-death", "paid-in-custody", "resident-pension-in-two-counties", "shared-account"}


def not_served(folder, names):
    """Rules that are not copied; lists and tables all are."""
    pack = ROOT / "rules"
    kept = Path(folder) == pack or Path(folder).relative_to(pack).parts[0] in ("lists", "tables")
    return [] if kept else [name for name in names if name.split(".")[0] not in SERVED]


# A copy, because some tests run as another user, who may not look into the checkout.
RULES = shutil.copytree(ROOT / "rules", Path(SCRATCH.name) / "rules", ignore=not_served)
GEN = [str(ROOT / "build/gen")]
SECRETS = {"丁不识", "孔无名", "佘可见", "尹勿言", "62179900112233445", "62179900556677889"}
RUN_FILES = {"cases.jsonl", "claims.csv", "evidence.csv", "undecided.csv", "exempted.csv", "ledger.csv", "manifest.json",
             "summary.txt", "summary.json"}


class Skip(Exception):
    """Cannot be tried on this machine."""


def check(holds, message):
    if not holds:
        raise AssertionError(message)


def equal(found, wanted, what):
    check(found == wanted, f"{what}: {found!r}, wanted {wanted!r}")


def person_id(number, birth="19500101"):
    """A valid synthetic identity number."""
    first17 = f"360799{birth}{number:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    made = first17 + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first17, weights)) % 11]
    SECRETS.add(made)
    return made


P1, P2, P3, P4 = (person_id(number) for number in range(1, 5))

PAYMENT_HEADER = "id,name,fund,item,for_month,paid_month,amount,state,county,account,operator,reviewer"
DEATH_HEADER = "id,name,date,source"


def payment_row(person=P1, month="2024-04", amount="185.00", name="丁不识", account="62179900112233445", county="360702", fund="170",
                state="paid"):
    return f"{person},{name},{fund},基础养老金,{month},{month},{amount},{state},{county},{account},经办甲,复核乙"


def death_row(person=P1, date="2024-03-31", name="丁不识"):
    return f"{person},{name},{date},卫健"


def lines(*rows):
    return "".join(row + "\n" for row in rows)


# P1 died in March 2024 and was paid for April and May; P2 lives.
PAYMENT = lines(PAYMENT_HEADER, payment_row(month="2024-03"), payment_row(month="2024-04"), payment_row(month="2024-05"),
                payment_row(P2, "2024-04", name="孔无名", account="62179900556677889"),
                payment_row(P2, "2024-05", name="孔无名", account="62179900556677889"))
DEATH = lines(DEATH_HEADER, death_row())
# The other tables of the pack, each with rows that no rule minds.
OTHERS = {
    "cremation": lines("id,name,date", f"{P3},佘可见,2026-10-05"),
    "custody": lines("id,name,kind,from,until", f"{P3},佘可见,拘役,2026-10-05,"),
    "alive_check": lines("id,name,checked_on,mode,passed", f"{P2},孔无名,2026-05-01,01,1"),
    "person": lines("id,name,birth,fund,county,state,benefit_from", f"{P2},孔无名,1950-01-01,170,360702,normal,2026-01"),
    "employer": lines("uscc,name,state,founded_on,county", "91360702MA35XXXX0A,某厂,open,2026-11-20,360702"),
    "enrolment": lines("uscc,name,registered_on", "91360702MA35XXXX0B,某店,2020-01-01"),
    "change": lines("id,field,old,new,changed_on,operator,channel,county", f"{P3},住址,甲村,乙村,2026-03-05,经办甲,前台,360702"),
}


class Run:
    """What came of one call of the binary."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f"exit {self.code}\n{self.out[-1500:]}\n{self.err[-1500:]}"


class Agency:
    """An agency folder: extracts by table, hecha.yaml, the pack's rules."""

    def __init__(self, root, rules=None, **extra):
        self.root = Path(root)
        (self.root / "inbox").mkdir(parents=True)
        self.rules = [str(RULES)] if rules is None else rules
        self.head = {"region": '"360700"', "as_of": AS_OF, **extra}
        self.entries = {}
        self.tail = ""
        for table, text in {"payment": PAYMENT, "death": DEATH, **OTHERS}.items():
            self.put(table, text)

    def file(self, table, name=None):
        return self.root / "inbox" / (name or f"{table}.csv")

    def put(self, table, content, name=None, **options):
        """The one extract of a table; options as hecha.yaml has them."""
        path = self.file(table, name)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.name(table, f"inbox/{path.name}", **options)
        return path

    def name(self, table, *files, **options):
        """Names files in hecha.yaml instead of those the table had."""
        options.setdefault("received", "2026-11-20")
        self.entries[table] = [(list(files), options)]

    def also(self, table, *files, **options):
        options.setdefault("received", "2026-11-20")
        self.entries.setdefault(table, []).append((list(files), options))

    def drop(self, table):
        self.entries.pop(table)

    def config(self):
        text = "".join(f"{key}: {value}\n" for key, value in self.head.items())
        text += f"rules: {json.dumps(self.rules, ensure_ascii=False)}\n" + "extracts:\n"
        for table, entries in self.entries.items():
            text += f"  {table}:\n"
            for files, options in entries:
                text += f"    - files: {json.dumps(files, ensure_ascii=False)}\n"
                text += "".join(f"      {key}: {value}\n" for key, value in options.items() if value is not None)
        return text + self.tail

    def write(self):
        (self.root / "hecha.yaml").write_text(self.config(), encoding="utf-8")

    def call(self, *arguments, write=True, before=(), timeout=300, env=None, binary=False):
        """Any command of hecha; its stderr must not show a person."""
        if write:
            self.write()
        done = subprocess.run([*before, *HECHA, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False,
                              env={**ENVIRONMENT, **(env or {})})
        run = Run(done.returncode, done.stdout if binary else done.stdout.decode(), done.stderr.decode(errors="replace"))
        no_secret(run.err)
        check(run.code not in (99, 134, 139, 70), f"crashed: {run!r}")
        return run

    def run(self, *options, **how):
        return self.call("run", "-C", str(self.root), *options, **how)

    def must(self, code, *options, **how):
        """A run with this exit code; after one that published everything is in place, after another nothing has changed."""
        before = self.snapshot()
        run = self.run(*options, **how)
        equal(run.code, code, f"exit code\n{run!r}\n")
        if code in (DONE, GAPS):
            self.check_published()
            equal(len(self.runs()), len(before["runs"]) + 1, "published runs")
        else:
            equal(self.snapshot(), before, "runs/ after a run that must not publish")
        return run

    def runs(self):
        folder = self.root / "runs"
        return sorted(path.name for path in folder.iterdir() if path.name[0] != "." and path.name != "current") if folder.is_dir() else []

    def snapshot(self):
        """Every byte of what is published, and what lies beside it."""
        folder = self.root / "runs"
        if not folder.is_dir():
            return {"runs": [], "current": None, "files": {}}
        files = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
                 for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and path.name != ".lock"}
        current = folder / "current"
        return {"runs": self.runs(), "current": os.readlink(current) if current.is_symlink() else None, "files": files}

    @property
    def current(self):
        return self.root / "runs" / "current"

    def check_published(self):
        """runs/current is whole, private, and its rows balance; nothing is left over beside it."""
        names = {path.name for path in self.current.iterdir()}
        check(RUN_FILES <= names, f"missing from the run: {RUN_FILES - names}")
        leftovers = {path.name for path in (self.root / "runs").iterdir() if path.name[0] == "." or path.name.endswith(".tmp")}
        check(leftovers <= {".lock"}, f"left over in runs/: {leftovers}")
        for path in [self.root / "runs", *(self.root / "runs").rglob("*")]:
            mode = stat.S_IMODE(path.lstat().st_mode)
            wanted = 0o777 if path.is_symlink() else 0o700 if path.is_dir() else 0o600
            equal(oct(mode), oct(wanted), f"mode of {path.name}")
        for path in self.current.rglob("*"):
            if path.is_file():
                path.read_bytes().decode("utf-8")
        summary = self.summary()
        for table in summary["tables"]:
            equal(table["rows"], table["kept"] + table["rejected"], f"rows of {table['table']}")
            rejects = self.current / "rejects" / f"{table['table']}.csv"
            equal(len(self.table(rejects)) if rejects.exists() else 0, table["rejected"], f"rejects of {table['table']}")
        json.loads((self.current / "manifest.json").read_text(encoding="utf-8"))
        equal(len(self.cases()), summary["cases"], "cases")

    def summary(self):
        return json.loads((self.current / "summary.json").read_text(encoding="utf-8"))

    def manifest(self):
        return json.loads((self.current / "manifest.json").read_text(encoding="utf-8"))

    def cases(self):
        text = (self.current / "cases.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.split("\n") if line]

    def rule(self, name):
        return next(rule for rule in self.summary()["rules"] if rule["rule"] == name)

    def counts(self, name):
        return next(table for table in self.summary()["tables"] if table["table"] == name)

    def notes(self):
        return "\n".join(self.summary()["notes"])

    def table(self, path):
        """Rows of a published CSV file as dicts."""
        text = (self.current / path).read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))


def no_secret(text):
    shown = [secret for secret in tuple(SECRETS) if secret in text]
    check(not shown, f"stderr shows {shown}: {text[:500]}")
