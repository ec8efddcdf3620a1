"""Dense little agencies: few people, few months, everything at once, every cell spelled at random.

A generated city is mostly lawful; here ties, netting, overlapping records,
unreadable cells and odd files meet each other in nearly every row.
"""

import gzip
import random
from pathlib import Path

import cells
import dense_benefits
import dense_control
from yamlite import read_yaml

AS_OF = "2026-11-22"
COUNTIES = ["360702", "360703", "360704"]
NAMES = ["张三", "張三", "张山", "张?", "李?", "张䶮", "张\ue863", "张 三", "李四", "阿依古丽·买买提", "阿依古丽•买买提", "Ａｎｎａ", "Anna", "", "无"]
BAD_DATES = ["2026-13-01", "2026.2.30", "不详", "19000101000000", "2026,5", "00000000"]
BAD_MONTHS = ["202613", "2026", "2026-00", "五月"]
BAD_MONEY = ["12.345", "1,00.00", "壹佰", "1e2"]
BAD_IDS = ["3.60799E+17", "360799195001010048", "360799195001011000", "36079919500101", "不详", "123456789X"]
MOST_ROWS = {"payment": 120, "contribution": 80, "unemployment": 6, "person": 24}     # of one file; 14 in the others
CUSTODY_KINDS = ["有期徒刑", "有期徒刑", "拘役", "无期徒刑", "死缓", "缓刑", "假释", "监外执行", "未决羁押", "通缉",
                 "管制", "其他", ""]
OTHER_IDS = ["ABC123456789012", "H12345678", "E12345678"]


class Dense:
    """One little agency, a function of its seed."""

    def __init__(self, seed, root, pack):
        self.random = random.Random(seed)
        self.root, self.pack = Path(root), Path(pack)
        self.ids = [self._number(n) for n in range(self.random.randint(2, 8))] + [self._short_born()] + OTHER_IDS[:1]
        self.accounts = ["6217001", "6217002", ""]
        self.spread = self.random.choice([2, 9])            # months of payments
        self.date_spread = self.random.choice([2, 14])      # months of dates
        self.name_share = self.random.choice([0.03, 0.25])  # names that are not the usual one
        self.custody_kinds = self.random.choice([CUSTODY_KINDS, CUSTODY_KINDS, ["缓刑"], ["未决羁押", "有期徒刑"]])
        self.benefits = dense_benefits.families(self.random)
        self.debtors = self.random.random() < 0.5
        self.bad_id_share = self.random.choice([0.02, 0.05, 0.05, 0.3])

    def write(self):
        """Writes inbox/, the exemption list and hecha.yaml."""
        for folder in ("inbox", "lists/exempt"):
            (self.root / folder).mkdir(parents=True)
        makers = {"payment": self._payment, "person": self._person, "death": self._death,
                  "cremation": self._death, "custody": self._custody, "alive_check": self._check,
                  "employer": self._employer, "enrolment": self._enrolment, **dense_benefits.makers(self),
                  **dense_control.makers(self)}
        entries = []
        for table, make in makers.items():
            if table == "payment" or self.random.random() < 0.97:
                entries.append(f"  {table}:")
                for part in range(self.random.randint(1, 3)):
                    entries.append(self._write_file(table, part, make))
        until = self.random.choice(["2027-12-31", "2026-11-22", "2026-11-21"])
        text = f"key,until,reason,author\n6217001,{until},敬老院,甲\n"
        (self.root / "lists/exempt/accounts.csv").write_text(text, encoding="utf-8")
        (self.root / "hecha.yaml").write_text("\n".join(self._settings() + entries) + "\n", encoding="utf-8")

    def _settings(self):
        pick = self.random.choice
        level = pick(["city", "city", "city", "county"])
        share = pick(["0.05", "0.1", "0.25"])
        return ['region: "360700"', f"level: {level}", f"as_of: {AS_OF}", f"rules: [{self.pack}]",
                "limits: {rejects: 100%, runaway: 100%}", f"threads: {self.random.randint(1, 3)}",
                f"memory: {pick(['16M', '64M'])}", "params:",
                f"  paid-after-death: {{grace_months: {self.random.randint(0, 1)}}}",
                f"  shared-account: {{min_persons: {self.random.randint(2, 5)}, months: {self.random.randint(1, 12)}}}",
                f"  damaged-identity-numbers: {{min_rows: 20, min_share: {share}}}",
                f"  identity-or-birth-defect: {{min_rows: 5, min_share: {share}}}",
                f"  certification-lapsed: {{valid_months: {self.random.randint(1, 12)}}}",
                f"  paid-in-custody: {{start_after_months: {self.random.randint(0, 1)},"
                f" stop_kinds: [{pick(['拘役, 有期徒刑, 无期徒刑, 死缓', '有期徒刑, 未决羁押'])}]}}",
                f"  dead-by-name-and-birth: {{max_namesakes: {self.random.randint(1, 40)}}}",
                f"  dual-pension: {{major_funds: [{pick(['110, 120', '120'])}]}}",
                f"  employer-not-registered: {{days: {self.random.randint(29, 31)}}}",
                f"  large-payment-unreviewed: {{large_amount: {pick(['50000.00', '49999.99', '150.50'])}}}",
                *dense_benefits.settings(self), *dense_control.settings(self), "extracts:"]

    def _write_file(self, table, part, make):
        """Writes one file; returns its entry for hecha.yaml."""
        columns = read_yaml(self.pack / "tables" / f"{table}.yaml")["columns"]
        rows = [dense_control.widened(self, table, make()) for _ in range(self.random.randint(1, MOST_ROWS.get(table, 14)))]
        rows += self.random.sample(rows, len(rows) // 20)
        names = [name for name in columns if name in rows[0]]
        self.random.shuffle(names)
        mapped = {name: f"列{number}" for number, name in enumerate(names) if self.random.random() < 0.05}
        header = [mapped.get(name) or self.random.choice([name, columns[name]["title"], *columns[name].get("names", [])])
                  for name in names]
        delimiter = self.random.choice([",", ",", ";", "\t", "|"])
        lines = [delimiter.join(header)] + [self._line([row[name] for name in names], delimiter) for row in rows]
        ends = ["\n", "\r\n", "\n\n", "\n  \r\n"]
        text = "".join(line + self.random.choices(ends, [60, 30, 1, 1])[0] for line in lines)
        self._write_bytes(table, part, self._bytes(text, delimiter))
        received = self.random.choice(["2026-11-20"] * 12 + ["2026-10-13", "2026-10-12"])
        entry = f"    - {{files: inbox/{table}-{part}.*, received: {received}"
        if mapped:
            entry += ", columns: {" + ", ".join(f"{name}: {header}" for name, header in mapped.items()) + "}"
        return entry + "}"

    def _write_bytes(self, table, part, content):
        """The file, packed or not, now and then together with a copy of itself."""
        packed = self.random.random() < 0.5
        cut = self.random.randint(0, len(content))
        if packed:
            content = gzip.compress(content[:cut], mtime=0) + gzip.compress(content[cut:], mtime=0)
        for name in ["csv", "copy.csv"] if self.random.random() < 0.1 else ["csv"]:
            (self.root / f"inbox/{table}-{part}.{name}{'.gz' if packed else ''}").write_bytes(content)

    def _bytes(self, text, delimiter):
        encoding = self.random.choice(["utf-8", "utf-8-sig", "gb18030"])
        content = text.encode(encoding)
        if encoding == "gb18030" and delimiter != "|" and self.random.random() < 0.3:
            content = content.replace(self.random.choice(["李四", "360799"]).encode(encoding), b"\xff", 1)
        if encoding != "gb18030" and self.random.random() < 0.1:
            content = content.replace("李四".encode(), b"\xe6\xff", 1)
        return content

    def _line(self, row, delimiter):
        if self.random.random() < 0.01:
            row = row + ["多"]
        if self.random.random() < 0.01:
            row = row[:-1]
        return delimiter.join(self._quoted(cell, delimiter) for cell in row)

    def _quoted(self, cell, delimiter):
        chance = self.random.random()
        if chance < 0.003:
            return '"' + cell                           # a quote that nobody closes
        if chance < 0.006:
            return cell + '"x'                          # a quote inside an unquoted field
        if any(char in cell for char in (delimiter, '"', "\n")) or chance < 0.05:
            return self.random.choice(['"{}"', '"{}"', ' "{}" ']).format(cell.replace('"', '""'))
        return " " + cell + "\u3000" if chance < 0.08 else cell

    def _number(self, n):
        year = self.random.choice(dense_benefits.BIRTH_YEARS)
        month, day = self.random.randint(1, 12), self.random.randint(1, 28)
        first17 = f"360799{year}{month:02}{day:02}{n:03}"
        return first17 + cells.check_char(first17)

    def _short_born(self):
        return cells.parse_id("360799330101" + self.random.choice(["001", "997"]))

    def id(self):
        if self.random.random() < self.bad_id_share:
            return self.random.choice(BAD_IDS + OTHER_IDS + ["", "NULL"])
        number = self.random.choice(self.ids)
        spelling = self.random.random()
        if spelling < 0.1 and number[6:8] == "19" and number[14:17] < "996" and len(number) == 18:
            return number[:6] + number[8:17]
        if spelling < 0.2:
            return "'" + number.lower()
        return number.translate({48 + d: 0xFF10 + d for d in range(10)}) if spelling < 0.25 else number

    def name(self):
        name = self.random.choice(NAMES) if self.random.random() < self.name_share else "张三"
        return name + '"\n' if self.random.random() < 0.01 else name

    def date(self, first_month=None):
        if self.random.random() < 0.03:
            return self.random.choice(BAD_DATES + ["", "/"])
        month = 2026 * 12 + 10 + self.random.randint(first_month or -self.date_spread, 0)
        year, month, day = month // 12, month % 12 + 1, self.random.choice([1, 2, 15, 27, 28])
        form = self.random.choice(["{}{:02}{:02}", "{}-{:02}-{:02}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日",
                                   "{}-{:02}-{:02} 08:30:00", "{}-{:02}-{:02}T08:30"])
        return form.format(year, month, day)

    def month(self, spread=None):
        if self.random.random() < 0.02:
            return self.random.choice(BAD_MONTHS + ["", "\\N"])
        month = 2026 * 12 + 10 - self.random.randint(0, spread or self.spread)
        form = self.random.choice(["{}{:02}", "{}-{:02}", "{}/{}", "{}.{}", "{}年{}月"])
        return form.format(month // 12, month % 12 + 1)

    def amount(self):
        if self.random.random() < 0.02:
            return self.random.choice(BAD_MONEY + ["", "null"])
        return self.random.choice(["100", "100.00", "+100.0", "-100.00", "-100", "80.00", "-80.00", "0.00", "150.5000",
                                   "50,000.00", "49999.99", "60000", "-20.00"])

    def county(self):
        return self.random.choice(COUNTIES * 8 + ["360782", "赣县区", "360721", "999999", ""])

    def fund(self):
        return self.random.choice(["170"] * 6 + ["150", "城乡居民基本养老保险", "110", "120", "机关事业单位基本养老保险",
                                                 "410", "999", ""])

    def birth_of(self, number):
        """The date inside an identity number as it is spelled, or any date."""
        key = cells.parse_id(cells.trim(number)) or ""
        return key[6:14] if len(key) == 18 else self.date()

    def _payment(self):
        pick = self.random.choice
        return {"id": self.id(), "name": self.name(), "fund": self.fund(),
                "item": pick(["基础养老金", "基础养老金", "个人账户养老金", ""]), "for_month": self.month(),
                "paid_month": self.month(), "amount": self.amount(),
                "state": pick(["1"] * 9 + ["paid", "已支付", "0", "支付失败", "7", ""]), "county": self.county(),
                "account": pick(self.accounts), "operator": pick(["甲", "乙", "", "甲 "]),
                "reviewer": pick(["甲", "乙", ""]), **dense_benefits.payment(self)}

    def _person(self):
        pick = self.random.choice
        number = self.id()
        birth = self.birth_of(number) if self.random.random() < 0.8 else self.date()
        return {"id": number, "name": self.name(), "birth": birth, "fund": self.fund(), "county": self.county(),
                "state": pick(["normal", "正常待遇", "1", "paused", "3", ""]), "benefit_from": self.month(14),
                "stopped_from": self.month(14), **dense_benefits.person(self)}

    def _death(self):
        number = self.id()
        lost = self.random.random() < 0.2                   # the number is damaged or missing, the birth date is not
        birth = self.birth_of(number) if self.random.random() < 0.8 else self.date()
        return {"id": self.random.choice(["", "3.60799E+17"]) if lost else number, "name": self.name(), "birth": birth,
                "date": self.date()}

    def _custody(self):
        began = self.date(self.random.choice([None, -self.spread]))
        return {"id": self.id(), "name": self.name(), "kind": self.random.choice(self.custody_kinds), "from": began,
                "until": self.random.choice([self.date(), self.date(), began, "", "", AS_OF, "2026-11-21", "不详"])}

    def _check(self):
        return {"id": self.id(), "name": self.name(), "checked_on": self.date(),
                "mode": self.random.choice(["01", "2", "手机应用", "04", "05", "9", ""]),
                "passed": self.random.choice(["1", "是", "Y", "TRUE", "0", "否", "?", ""])}

    def _employer(self):
        return {"uscc": self.random.choice([f"9136070{n}" for n in range(6)] + [""]), "name": "某公司",
                "founded_on": self.random.choice([self.date(), "2026-10-22", "2026-10-23"]),
                "state": self.random.choice(["open", "1", "在业", "存续", "注销", "3", "x"]), "county": self.county()}

    def _enrolment(self):
        return {"uscc": self.random.choice([f"9136070{n}" for n in range(4)] + [""]), "unit": "1", "state": "normal"}
