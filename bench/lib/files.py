"""The files that are measured: generated once into build/bench/data/, spelled anew from the plain one, and an agency around them."""
import csv
import os
import shutil
import subprocess
import zlib

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
WORK = os.path.join(ROOT, "build", "bench")
BLOCK = 1 << 20
MEMBER_BYTES = 16 << 20
SIX_TABLES = ("payment", "death", "cremation", "custody")
RULES = {"six": os.path.join(ROOT, "bench", "six"), "all": os.path.join(ROOT, "rules")}


def blocks(path, size=BLOCK):
    """The bytes of a file, block by block."""
    with open(path, "rb", buffering=0) as file:
        while block := file.read(size):
            yield block


def quoted(plain, path):
    """Every field in quotes."""
    with open(plain, encoding="utf-8", newline="") as rows, open(path, "w", encoding="utf-8", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(csv.reader(rows))


def transcoded(plain, path):
    """The same text in GB18030."""
    with open(plain, encoding="utf-8", newline="") as text, open(path, "w", encoding="gb18030", newline="") as out:
        shutil.copyfileobj(text, out, BLOCK)


def packed(plain, path):
    """One gzip member, level 6."""
    packer = zlib.compressobj(6, wbits=31)
    with open(path, "wb") as out:
        for block in blocks(plain):
            out.write(packer.compress(block))
        out.write(packer.flush())


def packed_in_members(plain, path):
    """A gzip member for every 16 MiB, as `cat a.gz b.gz` makes them."""
    with open(path, "wb") as out:
        for block in blocks(plain, MEMBER_BYTES):
            packer = zlib.compressobj(6, wbits=31)
            out.write(packer.compress(block) + packer.flush())


SPELLINGS = {"plain": None, "quoted": (quoted, "csv"), "gz": (packed, "csv.gz"), "gz-members": (packed_in_members, "csv.gz"),
             "gb18030": (transcoded, "csv")}


def newer(path, than):
    """Whether the path is there and not older than the other."""
    return os.path.exists(path) and os.path.getmtime(path) >= os.path.getmtime(than)


def generated(rows):
    """Folder of the plain city with about so many payment rows; made when missing or older than its generator."""
    subprocess.run(["make", "-s", "-C", ROOT, "build/gen"], check=True, stdout=subprocess.DEVNULL)
    generator, folder = os.path.join(ROOT, "build", "gen"), os.path.join(WORK, "data", str(rows))
    if not newer(os.path.join(folder, "files.csv"), generator):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        subprocess.run([generator, "--seed", "1", "--rows", str(rows), "--plain", "--out", folder, "--rules", RULES["all"]], check=True)
    return folder


class Data:
    """One spelling of the payment extract with the other extracts beside it."""

    def __init__(self, rows, spelling):
        self.folder, self.spelling = generated(rows), spelling
        self.plain = os.path.join(self.folder, "inbox", "payment.csv")
        self.payment = self.spelled()
        with open(os.path.join(self.folder, "files.csv"), encoding="utf-8", newline="") as file:
            self.rows = next(int(row["rows"]) for row in csv.DictReader(file) if row["file"] == "inbox/payment.csv")
        self.text_bytes = os.path.getsize(self.plain if self.payment.endswith(".gz") else self.payment)

    def spelled(self):
        """Path of the payment extract in this spelling; made when missing or older than the plain one."""
        if not SPELLINGS[self.spelling]:
            return self.plain
        spell, extension = SPELLINGS[self.spelling]
        path = os.path.join(self.folder, f"payment-{self.spelling}.{extension}")
        if not newer(path, self.plain):
            spell(self.plain, path + ".part")
            os.replace(path + ".part", path)
        return path

    def extract(self, table):
        """Path of a table's extract."""
        return self.payment if table == "payment" else os.path.join(self.folder, "inbox", table + ".csv")

    def agency(self, rules, pack=None, side=""):
        """An agency folder over these files with the six rules, or all of the pack or another pack; one for each side of a comparison."""
        tables = SIX_TABLES if rules == "six" else sorted(name[:-4] for name in os.listdir(os.path.join(self.folder, "inbox")))
        folder = os.path.join(self.folder, "agency", f"{self.spelling}-{rules}{side}")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        shutil.copytree(os.path.join(self.folder, "lists"), os.path.join(folder, "lists"))
        with open(os.path.join(folder, "hecha.yaml"), "w", encoding="utf-8") as out:
            out.write(f'region: "360700"\nas_of: 2026-11-22\nrules: ["{pack or RULES[rules]}"]\nextracts:\n')
            for table in tables:
                out.write(f'  {table}: {{files: ["{self.extract(table)}"], received: 2026-11-20}}\n')
        return folder

    def warm(self):
        """The payment extract twice through the page cache: idle pages may have been given back since the last run."""
        for _ in range(2):
            for _ in blocks(self.payment):
                pass
