#!/usr/bin/env python3
"""hecha against the oracle over generated agencies, one per seed.

    python3 tests/oracle/differential.py --seeds 1-50 [--persons N] [--counties K] [--months M] [--jobs 2]
        [--dense 1-200] [--drafts] [--hecha build/hecha] [--gen build/gen] [--keep DIR] [--oracle-only]

Per seed: generate, run hecha, compare the published run with the oracle, check
truth.csv against the run (with --oracle-only: against the oracle).  --dense adds
the little agencies of dense.py, which have no truth but more of everything odd.
--drafts runs with a copy of the pack in which the drafts that the oracle knows are active.
Fails when a seed differs or when a rule had no hit in any seed.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import catalogue
import compare
import dense
import oracle
import published
import reader
import truth

AS_OF = "2026-11-22"
SHOWN = 12                                  # differences printed per seed; the rest is counted
PUBLISHED = (0, 3)                          # exit codes with which a run is published
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class SeedReport:
    """What came of one seed."""
    seed: str
    differences: list = field(default_factory=list)
    hits: dict = field(default_factory=dict)            # rule -> hits
    truth_rows: int = 0


def check_seed(seed, options):
    """Generates, runs and compares one agency; `seed` is a number, or 'dense-' and a number."""
    root = Path(tempfile.mkdtemp(prefix=f"hecha-differential-{seed}-"))
    report = SeedReport(seed)
    try:
        _generate(root, seed, options)
        _check_agency(root, options, report)
    except Exception as error:                          # a crash in one seed must not hide the others
        report.differences.append(f"{type(error).__name__}: {error}")
    if report.differences and options.keep:
        shutil.rmtree(Path(options.keep) / seed, ignore_errors=True)
        shutil.copytree(root, Path(options.keep) / seed, symlinks=True)
    shutil.rmtree(root)
    return report


def _generate(root, seed, options):
    if seed.startswith("dense-"):
        dense.Dense(int(seed.removeprefix("dense-")), root, options.pack).write()
        return
    _call([options.gen, "--seed", seed, "--out", root, "--counties", options.counties, "--persons", options.persons,
           "--months", options.months, "--as-of", AS_OF, "--rules", options.pack])


def _check_agency(root, options, report):
    result = oracle.evaluate(root)
    report.hits = {outcome.rule.id: len(outcome.groups) for outcome in result.outcomes}
    findings = truth.findings_of_result(result)
    if not options.oracle_only:
        _call([options.hecha, "run", "-C", root, "--quiet", "--threads", "1"], PUBLISHED)   # the jobs share the cores
        run = published.read_run(root / "runs" / "current")
        report.differences += compare.compare(result, run)
        findings = truth.findings_of_run(run)
    if (root / "truth.csv").exists():
        report.differences += truth.check_truth(root / "truth.csv", findings)
        report.truth_rows = sum(1 for _ in reader.csv_rows(root / "truth.csv"))


def _call(command, allowed=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise RuntimeError(f"{Path(str(command[0])).name} exit {done.returncode}: {done.stderr.strip()[-400:]}")


def run_seeds(seeds, options):
    """Checks every seed, printing as it goes; returns the reports."""
    reports = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for report in pool.map(partial(check_seed, options=options), seeds):
            reports.append(report)
            print_seed(report)
            sys.stdout.flush()
    return reports


def print_seed(report):
    """One line for an equal seed, the first differences for another."""
    if not report.differences:
        print(f"seed {report.seed}: equal, {sum(report.hits.values())} hits, {report.truth_rows} truth rows")
        return
    print(f"seed {report.seed}: {len(report.differences)} differences")
    for line in report.differences[:SHOWN]:
        print(f"  {line}")
    if len(report.differences) > SHOWN:
        print(f"  and {len(report.differences) - SHOWN} more")


def print_coverage(reports):
    """Per rule in how many seeds it had hits; returns the rules that never had one."""
    silent = []
    for rule in sorted({rule for report in reports for rule in report.hits}):
        seeds = sum(1 for report in reports if report.hits.get(rule))
        print(f"  {rule:34} hits in {seeds:3} of {len(reports)} seeds")
        if not seeds:
            silent.append(rule)
    return silent


def copy_with_drafts(target):
    """Copies the pack and switches the drafts on that the oracle knows."""
    shutil.copytree(ROOT / "rules", target)
    for rule in catalogue.RULES:
        for path in target.glob(f"*/{rule.id}.yaml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("\nstatus: draft", "\nstatus: active", 1), encoding="utf-8")
    return target


def seed_range(text):
    """'1-5' or '1,7,9' -> list of numbers; '' -> none."""
    seeds = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    return seeds


def main():
    parser = argparse.ArgumentParser(description="hecha against the oracle over generated agencies")
    parser.add_argument("--seeds", type=seed_range, default=seed_range("1-20"))
    parser.add_argument("--dense", type=seed_range, default=[])
    parser.add_argument("--persons", type=int, default=300)
    parser.add_argument("--counties", type=int, default=3)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--drafts", action="store_true", help="activate the drafts that the oracle knows")
    parser.add_argument("--hecha", default=ROOT / "build" / "hecha")
    parser.add_argument("--gen", default=ROOT / "build" / "gen")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", help="copy the folders of differing seeds here")
    parser.add_argument("--oracle-only", action="store_true", help="no hecha: check truth.csv against the oracle")
    options = parser.parse_args()
    seeds = [str(seed) for seed in options.seeds] + [f"dense-{seed}" for seed in options.dense]
    with tempfile.TemporaryDirectory(prefix="hecha-pack-") as folder:
        options.pack = copy_with_drafts(Path(folder) / "rules") if options.drafts else ROOT / "rules"
        reports = run_seeds(seeds, options)
    silent = print_coverage(reports)
    for rule in silent:
        print(f"rule {rule}: no hit in any seed")
    different = sum(1 for report in reports if report.differences)
    print(f"differential: {len(reports)} seeds, {len(reports) - different} equal, {different} different")
    return 1 if different or silent else 0


if __name__ == "__main__":
    sys.exit(main())
