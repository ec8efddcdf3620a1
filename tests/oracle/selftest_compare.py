"""Self-tests of compare.py, published.py and truth.py: a faithful run agrees, every altered one is noticed."""

import json
import tempfile
import unittest
from pathlib import Path

import compare
import oracle
import published
import truth
from selftest_rules import PAYMENT, P1, P2, agency, pay


def publish(result, folder):
    """Writes a result as a run folder, as hecha would."""
    shown = oracle.result_json(result)
    (folder / "summary.json").write_text(json.dumps(shown), encoding="utf-8")
    lines = ["person,fund,month,county,rule,amount,due"]
    lines += [",".join((c["person"], c["fund"], c["month"], c["county"], c["rule"], c["amount"], c["amount"]))
              for c in shown["claim_list"]]
    (folder / "claims.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    cases = [{"subject": {"kind": c["kind"], "key": c["key"]}, "fund": c["fund"], "county": c["county"],
              "class": c["class"], "rules": c["rules"], "due": c["due"]} for c in shown["case_list"]]
    (folder / "cases.jsonl").write_text("".join(json.dumps(c) + "\n" for c in cases), encoding="utf-8")
    undecided = ["rule,code,subject"] + [f"{o.rule.id},{code},{key}" for o in result.outcomes
                                         for code, _, key, _, _ in sorted(o.doubts)]
    (folder / "undecided.csv").write_text("\n".join(undecided) + "\n", encoding="utf-8")


class Comparison(unittest.TestCase):
    def setUp(self):
        payments = [pay(P1, "2024-02"), pay(P1, "2024-03", "80.00"), pay(P2, "2024-02", name="李四")]
        deaths = [f"{P1},张三,2024-01-31", f"{P2},张三,2024-01-31"]
        with agency(payment=(PAYMENT, payments), death=("id,name,date", deaths)) as root:
            self.result = oracle.evaluate(root)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        publish(self.result, Path(self.folder.name))

    def differences(self):
        return compare.compare(self.result, published.read_run(Path(self.folder.name)))

    def alter(self, name, old, new):
        path = Path(self.folder.name, name)
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def test_faithful_run_agrees(self):
        self.assertEqual(self.differences(), [])

    def test_each_alteration_is_noticed(self):
        for name, old, new, place in (
                ("claims.csv", "2024-03", "2024-04", "claim paid-after-death"),
                ("claims.csv", ",80.00,80.00", ",80.00,0.00", "claim due"),
                ("cases.jsonl", '"29.4"', '"29.1"', "case person"),
                ("summary.json", '"name-differs": 1', '"name-differs": 2', "undecided"),
                ("undecided.csv", "name-differs", "name-varies", "undecided paid-after-death"),
                ("summary.json", '"hits": 2', '"hits": 3', "hits"),
                ("summary.json", '"kept": 3', '"kept": 2', "table payment kept"),
                ("summary.json", '"180.00"', '"180.01"', "due")):
            with self.subTest(place):
                publish(self.result, Path(self.folder.name))
                self.alter(name, old, new)
                self.assertTrue(any(place in line for line in self.differences()), self.differences())

    def test_truth(self):
        header = "kind,rule,subject,fund,county,month,amount,expect,why"
        rule = "paid-after-death"
        rows = {f"wrong,{rule},{P1},170,360702,2024-02,100.00,claim,": 0,
                f"wrong,{rule},{P1},170,360702,2024-02,90.00,claim,": 1,
                f"lookalike,{rule},{P1},170,360702,2024-01,,none,": 0,
                f"lookalike,{rule},{P1},170,360702,2024-02,,none,": 1,
                f"undecided,{rule},{P2},170,360702,,,undecided:name-differs,": 0,
                f"undecided,{rule},{P1},170,360702,,,undecided:name-differs,": 1,
                f"wrong,{rule},{P1},170,360702,,,subject,": 0,
                f"wrong,{rule},{P2},170,360702,,,subject,": 1}
        path = Path(self.folder.name, "truth.csv")
        for findings in (truth.findings_of_result(self.result),
                         truth.findings_of_run(published.read_run(Path(self.folder.name)))):
            for row, problems in rows.items():
                path.write_text(f"{header}\n{row}\n", encoding="utf-8")
                found = [line for line in truth.check_truth(path, findings) if "nobody planted" not in line]
                self.assertEqual(len(found), problems, row)

    def test_findings_nobody_planted(self):
        path = Path(self.folder.name, "truth.csv")
        path.write_text("rule,subject,fund,county,month,amount,expect,why\n"
                        f"paid-after-death,{P1},170,360702,2024-02,100.00,claim,\n", encoding="utf-8")
        found = list(truth.check_truth(path, truth.findings_of_result(self.result)))
        self.assertEqual(found, [f"claim nobody planted: paid-after-death {P1} 170 360702 2024-03",
                                 f"undecided nobody planted: paid-after-death name-differs {P2}"])


if __name__ == "__main__":
    unittest.main()
