"""Extract files: bytes -> records of text cells.

Encoding auto: BOM, then strict UTF-8, else GB18030.  A byte that cannot be
decoded becomes a lone surrogate (U+DC80 + byte), so that the cell it stands in
is malformed and its neighbours are not.  Quotes follow libcsv's lenient rules.
"""

import codecs
import gzip

UTF8_BOM = b"\xef\xbb\xbf"
DELIMITERS = (",", ";", "\t", "|")


def _keep_byte(error):
    """Decoding error handler: one bad byte becomes one lone surrogate."""
    byte = error.object[error.start]
    return chr(0xDC00 + byte), error.start + 1


codecs.register_error("oracle-keep-byte", _keep_byte)


def read_bytes(path):
    """The content of a file, unpacked when it is gzip (any number of members)."""
    with open(path, "rb") as handle:
        content = handle.read()
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def decode(content, encoding="auto"):
    """Content -> text, by the declared encoding or by looking."""
    if content.startswith(UTF8_BOM):
        return content[3:].decode("utf-8", "oracle-keep-byte")
    if encoding == "auto":
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            encoding = "gb18030"
    return content.decode(encoding, "oracle-keep-byte")


def detect_delimiter(header_line):
    """The candidate that occurs most often outside quotes in the header line; comma when none does."""
    outside = "".join(header_line.split('"')[::2])
    counts = [outside.count(delimiter) for delimiter in DELIMITERS]
    return DELIMITERS[counts.index(max(counts))] if max(counts) else ","


def records(text, delimiter):
    """Yields (line number, cells); empty lines are no records."""
    lines = text.split("\n")
    blanks = " \t".replace(delimiter, "")
    count = len(lines)
    index = 0
    while index < count:
        start, line = index, lines[index]
        index += 1
        plain = line[:-1] if line.endswith("\r") else line
        if '"' not in plain and "\r" not in plain:
            if plain.strip(blanks):
                yield start + 1, plain.split(delimiter)
            continue
        machine = QuoteMachine(delimiter)
        machine.feed(line)
        while machine.quoted_open and index < count:
            machine.feed("\n" + lines[index])
            index += 1
        for cells in machine.finish():
            yield start + 1, cells


def csv_rows(path):
    """Yields the records of a small comma-separated file with a header as dicts."""
    rows = records(decode(read_bytes(path)), ",")
    header = next(rows, (1, []))[1]
    for _, row in rows:
        yield dict(zip(header, row))


class QuoteMachine:
    """libcsv's lenient state machine, one character at a time."""

    def __init__(self, delimiter):
        self.delimiter = delimiter
        self.rows, self.cells, self.entry = [], [], []
        self.state = "row"          # row, field (not begun), begun, maybe-ended
        self.quoted = False
        self.spaces = 0

    @property
    def quoted_open(self):
        """True while a line end would still belong to a quoted field."""
        return self.state == "begun" and self.quoted

    def feed(self, text):
        for char in text:
            self._step(char)

    def finish(self):
        """The rows of everything fed."""
        if self.state != "row":
            if self.state == "maybe-ended":
                self._end_quoted()
            self._submit_field()
            self._submit_row()
        return self.rows

    def _step(self, char):
        if self.state in ("row", "field"):
            self._before_field(char)
        elif self.state == "begun":
            self._in_field(char)
        else:
            self._after_quote(char)

    def _before_field(self, char):
        if char in " \t" and char != self.delimiter:
            return
        if char in "\r\n":
            if self.state == "field":
                self._submit_field()
                self._submit_row()
        elif char == self.delimiter:
            self._submit_field()
        elif char == '"':
            self.state, self.quoted = "begun", True
        else:
            self.state, self.quoted = "begun", False
            self.entry.append(char)

    def _in_field(self, char):
        if char == '"' and self.quoted:
            self.entry.append(char)
            self.state, self.spaces = "maybe-ended", 0
        elif not self.quoted and char == self.delimiter:
            self._submit_field()
        elif not self.quoted and char in "\r\n":
            self._submit_field()
            self._submit_row()
        else:
            self.entry.append(char)

    def _after_quote(self, char):
        if char == self.delimiter or char in "\r\n":
            self._end_quoted()
            self._submit_field()
            if char in "\r\n":
                self._submit_row()
        elif char in " \t":
            self.entry.append(char)
            self.spaces += 1
        elif char == '"' and self.spaces:
            self.entry.append(char)
            self.spaces = 0
        elif char == '"':
            self.state = "begun"
        else:
            self.entry.append(char)
            self.state, self.spaces = "begun", 0

    def _end_quoted(self):
        """Takes the closing quote and the blanks behind it off the entry."""
        del self.entry[len(self.entry) - self.spaces - 1:]

    def _submit_field(self):
        self.cells.append("".join(self.entry))
        self.entry = []
        self.state, self.quoted, self.spaces = "field", False, 0

    def _submit_row(self):
        self.rows.append(self.cells)
        self.cells = []
        self.state = "row"
