"""A full disk, kill -9, signals, two runs at once, folders that may not be written: the last good run stands.

A preloaded library (disk.c) fails or ends the process at every single call that changes the disk, one after another; that leaves no
moment out. Random kills of a larger run come on top.
"""
import fcntl
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import agency as tools
from agency import (CANNOT_CREATE, DONE, ENVIRONMENT, GAPS, HECHA, IO_ERROR, LOCKED, PAYMENT, PERMISSION, ROOT, Agency, Skip, check, equal,
                    lines, no_secret, payment_row)
from files import as_nobody

LIBRARY = []
COMPILING = threading.Lock()


def disk(**settings):
    """Environment of a run on a disk that fails."""
    with COMPILING:
        compile_library()
    asan = ENVIRONMENT["ASAN_OPTIONS"] + ":verify_asan_link_order=0:detect_leaks=0"
    return {"LD_PRELOAD": LIBRARY[0], "ASAN_OPTIONS": asan, **{key.upper(): str(value) for key, value in settings.items()}}


def compile_library():
    if not LIBRARY:
        compiler = shutil.which(os.environ.get("CC", "gcc")) or shutil.which("cc")
        if not compiler:
            raise Skip("no C compiler for disk.c")
        path = os.path.join(tools.SCRATCH.name, "disk.so")
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", path, str(Path(__file__).parent / "disk.c"), "-ldl"], check=True)
        LIBRARY.append(path)


def disk_calls(agency, **settings):
    """How many calls change the disk in a run that succeeds."""
    path = agency.root / "count"
    run = agency.run(env=disk(disk_count=path, **settings))
    check(run.code in (DONE, GAPS), f"{run!r}")
    return int(path.read_text())


def resolves(agency):
    """runs/current, if there is one, is a whole run."""
    if agency.current.is_symlink():
        names = {path.name for path in agency.current.iterdir()}
        check(tools.RUN_FILES <= names, f"runs/current lacks {tools.RUN_FILES - names}")
        equal(len(agency.cases()), agency.summary()["cases"], "cases of runs/current")
    return agency.current.is_symlink()


def works_again(agency, code=DONE, due="370.00"):
    """The next run publishes and clears what was left over."""
    equal(agency.run().code, code, "exit code of the next run")
    agency.check_published()
    equal(agency.summary()["due"], due, "due")
    strangers = {path.name for path in agency.root.iterdir()} - {"hecha.yaml", "inbox", "runs", "count", "own", "bench"}
    check(not strangers, f"left over in the agency folder: {strangers}")


def unchanged(agency, before, what, may_be_new=False):
    """Nothing of the last run changed. may_be_new: the call after the last one that could be taken back failed."""
    after = agency.snapshot()
    if may_be_new and after["current"] != before["current"]:
        resolves(agency)
        after["files"] = {path: digest for path, digest in after["files"].items() if path.split("/")[0] in before["runs"]}
        after["runs"], after["current"] = before["runs"], before["current"]
    equal(after, before, what)


# ---- full disk ----

def moments(agency):
    """Every call of the next run that changes the disk; for a first run, whose calls between its start and its end are the same, some."""
    other = type(agency)(agency.root.parent / "counted")
    first = not agency.current.is_symlink()
    if not first:
        other.must(DONE)
    calls = disk_calls(other)
    check(calls > 40, f"only {calls} calls")
    shutil.rmtree(other.root)
    return calls, [number for number in range(1, calls + 1) if not first or number < 8 or number > calls - 8 or number % 8 == 0]


def fill(agency):
    calls, numbers = moments(agency)
    first = not agency.current.is_symlink()
    for number in numbers:
        before = agency.snapshot()
        run = agency.run(env=disk(disk_fail_at=number))
        equal(run.code, IO_ERROR, f"exit code when call {number} of {calls} fails: {run!r}")
        check("No space left" in run.err, run.err)
        unchanged(agency, before, f"runs/ when call {number} of {calls} fails", number == calls)
        if first:
            shutil.rmtree(agency.root / "runs", ignore_errors=True)
    works_again(agency)


def test_disk_full_at_every_call(folder):
    agency = Agency(folder)
    agency.must(DONE)
    fill(agency)


def test_disk_full_during_the_first_run(folder):
    fill(Agency(folder))


def test_disk_full_while_spilling(folder):
    """Groups that outgrow memory: their temporary file is not the extract that is broken."""
    agency = city(folder, rows=200000)
    for number in (1, 2, 100):
        run = agency.call("rule", "profile", "-C", str(agency.root), "--memory", "16M", env=disk(disk_only="pwrite", disk_fail_at=number),
                          write=False)  # it keeps every row of a group; a run keeps those of persons whom a rule can concern
        equal(run.code, IO_ERROR, f"exit code {run!r}")


def test_file_size_limit(folder):
    """ulimit -f: an error of the write, no signal."""
    agency = Agency(folder)
    agency.must(DONE)
    run = agency.must(IO_ERROR, before=("bash", "-c", 'ulimit -f 1; exec "$0" "$@"'))
    check("File too large" in run.err, run.err)
    works_again(agency)


def test_standard_output_full(folder):
    if not os.path.exists("/dev/full"):
        raise Skip("no /dev/full")
    agency = Agency(folder)
    agency.write()
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*HECHA, "run", "-C", str(agency.root)], stdout=full, stderr=subprocess.PIPE, check=False, env=ENVIRONMENT)
    equal(done.returncode, IO_ERROR, "exit code")
    no_secret(done.stderr.decode())
    agency.check_published()


# ---- kill -9 ----

def kill(agency):
    calls, numbers = moments(agency)
    first = not agency.current.is_symlink()
    for number in numbers:
        before = agency.snapshot()
        run = agency.run(env=disk(disk_signal_at=number, disk_signal=9))
        equal(run.code, -signal.SIGKILL, f"exit code at call {number} of {calls}")
        check(resolves(agency) or first, "no runs/current")
        after = agency.snapshot()["files"]
        changed = [path for path, digest in before["files"].items() if after.get(path) != digest and not path.startswith(".")]
        check(not changed, f"changed when killed at call {number}: {changed}")
        if number % 7 == 0 or number > calls - 6:
            works_again(agency)
        if first:
            shutil.rmtree(agency.root / "runs", ignore_errors=True)
    works_again(agency)


def test_kill_at_every_call(folder):
    agency = Agency(folder)
    agency.must(DONE)
    kill(agency)


def test_kill_during_the_first_run(folder):
    kill(Agency(folder))


class City(Agency):
    """A generated city instead of one made by hand."""

    def __init__(self, root, rows):
        self.root = Path(root)
        if not os.path.exists(tools.GEN[0]):
            raise Skip("build/gen is not there: make build/gen")
        subprocess.run([*tools.GEN, "--seed", "5", "--rows", str(rows), "--plain", "--rules", str(ROOT / "rules"), "--out", str(root)],
                       check=True, stdout=subprocess.DEVNULL)

    def write(self):
        """As the generator wrote it."""


def city(folder, rows):
    agency = City(folder, rows)
    equal(agency.run().code, GAPS, "exit code of a generated city")
    return agency


def test_kill_at_random_moments(folder):
    agency = city(folder, rows=60000)
    due = agency.summary()["due"]
    start = time.monotonic()
    equal(agency.run().code, GAPS, "exit code")
    whole = time.monotonic() - start
    moments = random.Random(11)
    for _ in range(15):
        process = subprocess.Popen([*HECHA, "run", "-C", str(agency.root)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT)
        time.sleep(whole * moments.random() ** 0.5)
        process.kill()
        no_secret(process.communicate()[1].decode())
        check(resolves(agency), "no runs/current")
        equal(agency.summary()["due"], due, "due of runs/current")
    equal(agency.run().code, GAPS, "exit code of the next run")
    agency.check_published()
    leftovers = {path.name for path in agency.root.iterdir() if path.name[0] == "."}
    check(not leftovers, f"left over: {leftovers}")


# ---- signals ----

def cases_signal():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        def test(folder, number=number):
            agency = Agency(folder)
            agency.must(DONE)
            reads = 1
            while True:  # at every read of the run, until it has no more
                before = agency.snapshot()
                run = agency.run(env=disk(read_signal_at=reads, read_signal=int(number)))
                if run.code == DONE:
                    break
                equal(run.code, 128 + number, f"exit code at read {reads}")
                equal(agency.snapshot(), before, "runs/")
                check("nothing published" in run.err, run.err)
                reads += 1 + reads // 8
            check(reads > 20, f"only {reads} reads")
            works_again(agency)
        yield number.name, test


def test_signal_while_publishing(folder):
    """Too late to stop: either nothing is published and the code says so, or all of it and the code says that."""
    agency = Agency(folder)
    agency.must(DONE)
    _, numbers = moments(agency)
    for number in numbers[::3]:
        before = agency.snapshot()
        run = agency.run(env=disk(disk_signal_at=number, disk_signal=int(signal.SIGTERM)))
        check(run.code in (DONE, 143), f"exit code {run!r}")
        check((agency.snapshot() == before) == (run.code == 143), f"exit code {run.code}, but published: {agency.snapshot() != before}")
    works_again(agency)


def test_second_signal_ends_at_once(folder):
    agency = city(folder, rows=60000)
    before = agency.snapshot()
    process = subprocess.Popen([*HECHA, "run", "-C", str(agency.root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**ENVIRONMENT, **disk(read_signal_at=150, read_signal=int(signal.SIGSTOP))})
    os.waitpid(process.pid, os.WUNTRACED)
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGCONT):
        process.send_signal(number)
        time.sleep(0.05)
    check(process.wait(60) in (143, -signal.SIGTERM), f"exit code {process.returncode}")
    equal(agency.snapshot(), before, "runs/")


# ---- two at once ----

def test_lock_is_held(folder):
    agency = Agency(folder)
    agency.must(DONE)
    with open(agency.root / "runs/.lock", "rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = agency.must(LOCKED)
        check("locked by another run" in run.err, run.err)
    agency.must(DONE)


def test_two_runs_at_once(folder):
    """The first is stopped while it writes; the second goes away; the first ends well."""
    agency = Agency(folder)
    agency.write()
    first = subprocess.Popen([*HECHA, "run", "-C", str(agency.root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env={**ENVIRONMENT, **disk(disk_signal_at=20, disk_signal=int(signal.SIGSTOP))})
    os.waitpid(first.pid, os.WUNTRACED)
    agency.must(LOCKED)
    first.send_signal(signal.SIGCONT)
    equal(first.wait(60), DONE, "exit code of the first")
    agency.check_published()


# ---- folders that may not be written ----

def read_only(folder, make):
    agency = Agency(folder)
    agency.must(DONE)
    user = as_nobody(agency.root)
    make(agency)
    run = agency.must(PERMISSION, before=user, write=False)
    check("cannot" in run.err, run.err)


def test_read_only_agency_folder(folder):
    def make(agency):
        shutil.rmtree(agency.root / "runs")
        agency.root.chmod(0o555)
    read_only(folder, make)


def test_read_only_runs_folder(folder):
    read_only(folder, lambda agency: (agency.root / "runs").chmod(0o555))


def test_lock_of_somebody_else(folder):
    read_only(folder, lambda agency: (agency.root / "runs/.lock").chmod(0o000))


def test_runs_is_a_file(folder):
    agency = Agency(folder)
    (agency.root / "runs").write_text("")
    equal(agency.run().code, CANNOT_CREATE, "exit code")


def test_lock_is_a_link(folder):
    """Nothing outside the folder is touched."""
    agency = Agency(folder)
    (agency.root / "runs").mkdir(mode=0o700)
    (agency.root / "runs/.lock").symlink_to("../victim")
    equal(agency.run().code, CANNOT_CREATE, "exit code")
    check(not (agency.root / "victim").exists(), "the link was followed")


def test_current_is_a_folder(folder):
    """The run cannot be made the current one: it is not left behind as if it were a good one."""
    agency = Agency(folder)
    (agency.root / "runs/current").mkdir(parents=True, mode=0o700)
    equal(agency.run().code, CANNOT_CREATE, "exit code")
    equal(agency.runs(), [], "runs")


def test_unfinished_is_a_link(folder):
    """What a link points to is not removed."""
    agency = Agency(folder)
    (agency.root / "runs").mkdir(mode=0o700)
    (agency.root / "keep").mkdir()
    (agency.root / "keep/file").write_text("x")
    (agency.root / "runs/.unfinished").symlink_to("../keep")
    equal(agency.run().code, DONE, "exit code")
    check((agency.root / "keep/file").exists(), "the link was followed")
    agency.check_published()


def test_many_runs_a_day(folder):
    agency = Agency(folder)
    for number in range(1, 13):
        agency.must(DONE)
        equal(os.readlink(agency.current), f"2026-11-22.{number}", "current")


def test_same_bytes_every_time(folder):
    """Nothing of the clock, the threads or the memory gets into a run but the two figures of the summary."""
    agency = Agency(folder)
    agency.put("payment", PAYMENT + lines(*(payment_row(f"3607991950010{number:05}", "2024-06") for number in range(50))))
    found = []
    for words in ((), ("--threads", "1"), ("--threads", "7", "--memory", "16M")):
        agency.must(GAPS, *words)
        found.append({path.relative_to(agency.current.resolve()): path.read_bytes() for path in agency.current.resolve().rglob("*")
                      if path.is_file() and path.name not in ("summary.json", "summary.txt")})
    check(found[0] == found[1] == found[2], "runs differ")
