"""Self-tests of cells.py, reader.py and yamlite.py."""

import unittest

import cells
import reader
from yamlite import YamlError, parse_yaml

NUMBER = "11010519491231002X"


class Cells(unittest.TestCase):
    def test_dates_and_months(self):
        for text in ("20240229", "2024-02-29", "2024/2/29", "2024.2.29", "2024年2月29日", "2024-2-29 8:05",
                     "2024-02-29T08:05:01.250"):
            self.assertEqual(cells.parse_date(text), "2024-02-29", text)
        for text in ("20230229", "2024-13-01", "1799-12-31", "2200-01-01", "2024-02", "24-02-01", "2024-02-29x"):
            self.assertIsNone(cells.parse_date(text), text)
        for text in ("202402", "2024-02", "2024/2", "2024.2", "2024年2月"):
            self.assertEqual(cells.month_text(cells.parse_month(text)), "2024-02", text)
        for text in ("202413", "2024", "20240201", "2024-00", "2024,5"):
            self.assertIsNone(cells.parse_month(text), text)

    def test_money(self):
        for text, fen in (("185", 18500), ("-185.5", -18550), ("+1,234,567.89", 123456789), ("1.2300", 123)):
            self.assertEqual(cells.parse_money(text), fen, text)
        for text in ("1.234", "12,34.00", "1 000", "￥5", "1e3", ".", "--1"):
            self.assertIsNone(cells.parse_money(text), text)

    def test_identity_numbers(self):
        self.assertEqual(cells.classify_id("11010519491231002X"), ("11010519491231002X", "citizen18"))
        self.assertEqual(cells.parse_id("’１１０１０５１９４９１２３１００２ｘ "), "11010519491231002X")
        self.assertEqual(cells.classify_id("110105491231002"), ("11010519491231002X", "citizen15"))
        self.assertEqual(cells.parse_id("110105101231997")[6:10], "1810")
        self.assertIsNone(cells.parse_id("110105491331002"))
        self.assertEqual(cells.classify_id("ABC123456789012"), ("ABC123456789012", "foreign"))
        self.assertEqual(cells.classify_id("H12345678"), ("H12345678", "hmt"))
        self.assertEqual(cells.classify_id("E12345678"), ("E12345678", "other"))
        for text in ("1234567X", "1234X67", "3607991951010100X1", "3.60799E+17", "36E17", "ABCD", "123456", "A" * 21, "无号"):
            self.assertIsNone(cells.parse_id(text), text)

    def test_residence_permits(self):
        for first17, form in (("81000019900101001", "hmt"), ("93215619900101001", "foreign")):
            number = first17 + cells.check_char(first17)
            self.assertEqual(cells.classify_id(number), (number, form))

    def test_damage(self):
        self.assertEqual(cells.id_damage(NUMBER), "none")
        self.assertIsNone(cells.id_damage(None))
        self.assertEqual(cells.id_damage("3.60799E+17"), "scientific")
        self.assertEqual(cells.id_damage("362101195101010048"), "rounded")      # a multiple of 64
        self.assertEqual(cells.id_damage("362101195101012000"), "rounded")
        self.assertEqual(cells.id_damage("362101195101010049"), "one-digit")
        self.assertEqual(cells.id_damage("362101510101001"), "none")            # a valid 15-digit number
        self.assertEqual(cells.id_damage("36210119510"), "other")

    def test_names(self):
        self.assertEqual(cells.same_name("阿依古丽·买买提", "阿依古丽 • 买买提"), 1)
        self.assertEqual(cells.same_name("Ａｎｎａ", "ANNA"), 1)
        self.assertEqual(cells.same_name("张三", "张四"), 0)
        self.assertIsNone(cells.same_name(None, "张三"))


class Reading(unittest.TestCase):
    def cells_of(self, text, delimiter=","):
        return [row for _, row in reader.records(text, delimiter)]

    def test_quotes(self):
        self.assertEqual(self.cells_of('a,"b,c",d\r\n"x\ny",z,\n'), [["a", "b,c", "d"], ["x\ny", "z", ""]])
        self.assertEqual(self.cells_of('"a""b",c'), [['a"b', "c"]])
        self.assertEqual(self.cells_of('a"b,"c" ,d'), [['a"b', "c", "d"]])
        self.assertEqual(self.cells_of('"a"b,c",d'), [['a"b,c', "d"]])

    def test_quotes_that_cannot_be_believed(self):
        self.assertEqual(self.cells_of('a,b\n1,"2\n3,4\n'), [["a", "b"], None, ["3", "4"]])
        self.assertEqual(self.cells_of('a,b\n1,"2\n3",4\n5,6'), [["a", "b"], None, ['3"', "4"], ["5", "6"]])
        self.assertEqual(self.cells_of('a,b\n1,"2\n3" \r\n5,6'), [["a", "b"], ["1", "2\n3"], ["5", "6"]])

    def test_lines(self):
        self.assertEqual(list(reader.records("a,b\n\n  \n1,2", ",")), [(1, ["a", "b"]), (4, ["1", "2"])])
        self.assertEqual(self.cells_of("a\tb\n\t\n", "\t"), [["a", "b"], ["", ""]])

    def test_encodings(self):
        self.assertEqual(reader.decode(b"\xef\xbb\xbf" + "姓名".encode()), "姓名")
        self.assertEqual(reader.decode("姓名䶮".encode("gb18030")), "姓名䶮")
        self.assertEqual(reader.decode("姓名\n张三,".encode() + b"\xff\n"), "姓名\n张三,\udcff\n")
        text = reader.decode("张".encode("gb18030") + b"\xff,\xff,1\n")
        self.assertEqual(len(text.split(",")), 3)
        self.assertIsNone(cells.parse_text(text.split(",")[0]))

    def test_delimiter(self):
        for header, delimiter in (("a,b", ","), ("a;b;c", ";"), ("a\tb", "\t"), ("a|b", "|"), ("a", ",")):
            self.assertEqual(reader.detect_delimiter(header), delimiter)

    def test_yaml(self):
        text = 'a: "1" # c\nb:\n  c: {x: [1, "2,3"], y: 4}\n  d:\n    - e: 5\n      f: 6\n    - g\n'
        self.assertEqual(parse_yaml(text), {
            "a": "1", "b": {"c": {"x": ["1", "2,3"], "y": "4"}, "d": [{"e": "5", "f": "6"}, "g"]}})
        text = "a:\n  b: |\n    x | [y\n    # z\n\n  c: 1\nd: [1,  # e\n  2]\n"
        self.assertEqual(parse_yaml(text), {"a": {"b": "x | [y\n# z", "c": "1"}, "d": ["1", "2"]})
        for bad in ("a: 1\na: 2", "a: [1", "a: &x 1"):
            with self.assertRaises(YamlError):
                parse_yaml(bad)
