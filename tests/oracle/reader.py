"""Extract files: bytes -> records of text cells.

Encoding auto: byte order mark, then strict UTF-8, then strict GB18030; where
neither fits, what most of the text is.  A byte that cannot be decoded becomes a
lone surrogate (U+DC00 + byte), so that the cell it stands in is malformed and its
neighbours are not.  Quotes follow libcsv's lenient rules inside a record; a
record of several lines must have the header's field count, else its first line
alone is rejected and reading goes on behind that line.
"""

import codecs
import gzip
import re

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\x84\x31\x95\x33", "gb18030"))
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
    """Content -> text, by its mark, by the declared encoding, or by looking."""
    for mark, marked in MARKS:
        if content.startswith(mark):
            return content[len(mark):].decode(marked, "oracle-keep-byte")
    if encoding == "auto":
        encoding = _detect_encoding(content)
    return content.decode(encoding, "oracle-keep-byte")


def _detect_encoding(content):
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
            return encoding
        except UnicodeDecodeError:
            continue
    text = content.decode("utf-8", "oracle-keep-byte")
    broken = len(re.findall("[\udc80-\udcff]", text))
    whole = len(re.findall("[^\0-\x7f]", text)) - broken
    return "utf-8" if whole > broken else "gb18030"


def shown(text):
    """Text as it can be printed: U+FFFD for each byte that could not be decoded."""
    return re.sub("[\udc80-\udcff]", "\ufffd", text)


def header_line(text):
    """The first line that is not blank."""
    return next((line for line in text.split("\n") if line.strip(" \t\r")), "")


def detect_delimiter(line):
    """The candidate that occurs most often outside quotes in the header line; comma when none does."""
    outside = "".join(line.split('"')[::2])
    counts = [outside.count(delimiter) for delimiter in DELIMITERS]
    return DELIMITERS[counts.index(max(counts))] if max(counts) else ","


def records(text, delimiter):
    """Yields (line number, cells), the header first; cells is None for a line whose quotes cannot be believed.

    Blank lines are no records.
    """
    lines = text.split("\n")
    blanks = " \t".replace(delimiter, "")
    width = None
    index = 0
    while index < len(lines):
        line = lines[index].removesuffix("\r")
        if not line.strip(blanks):
            index += 1
            continue
        taken, cells = (1, line.split(delimiter)) if '"' not in line else _quoted_record(lines, index, delimiter, width)
        width = width or len(cells)
        yield index + 1, cells
        index += taken


def _quoted_record(lines, index, delimiter, width):
    """(lines taken, cells) of the record that starts at lines[index]; (1, None) when its quotes do not fit."""
    machine = QuoteMachine(delimiter)
    taken = 0
    while index + taken < len(lines):
        line = lines[index + taken]
        if taken:
            machine.feed("\n")
        taken += 1
        if machine.ends_with(line.removesuffix("\r")):
            cells = machine.finish()
            return (1, None) if taken > 1 and width and len(cells) != width else (taken, cells)
        machine.feed(line)
    return 1, None


def csv_rows(path):
    """Yields the records of a small comma-separated file with a header as dicts."""
    rows = records(decode(read_bytes(path)), ",")
    header = next(rows, (1, []))[1]
    for _, row in rows:
        yield dict(zip(header, row))


class QuoteMachine:
    """libcsv's lenient state machine over one record, one character at a time."""

    def __init__(self, delimiter):
        self.delimiter = delimiter
        self.cells, self.entry = [], []
        self.state = "start"            # start (of a field), begun, closed (behind a quote that may be the last)
        self.quoted = False
        self.spaces = 0

    def feed(self, text):
        for char in text:
            self._step(char)

    def ends_with(self, text):
        """Feeds the text when the record can end behind it; feeds nothing when a quote would stay open."""
        trial = QuoteMachine(self.delimiter)
        trial.state, trial.quoted, trial.spaces = self.state, self.quoted, self.spaces
        trial.entry = [""] * len(self.entry)
        trial.feed(text)
        if trial.state == "begun" and trial.quoted:
            return False
        self.feed(text)
        return True

    def finish(self):
        """The cells of the record."""
        if self.state == "closed":
            self._end_quoted()
        self._submit_field()
        return self.cells

    def _step(self, char):
        if self.state == "start":
            self._before_field(char)
        elif self.state == "begun":
            self._in_field(char)
        else:
            self._after_quote(char)

    def _before_field(self, char):
        if char == self.delimiter:
            self._submit_field()
        elif char not in " \t":
            self.state, self.quoted = "begun", char == '"'
            if not self.quoted:
                self.entry.append(char)

    def _in_field(self, char):
        if char == self.delimiter and not self.quoted:
            self._submit_field()
            return
        self.entry.append(char)
        if char == '"' and self.quoted:
            self.state, self.spaces = "closed", 0

    def _after_quote(self, char):
        if char == self.delimiter:
            self._end_quoted()
            self._submit_field()
        elif char in " \t":
            self.entry.append(char)
            self.spaces += 1
        elif char == '"' and self.spaces:
            self.entry.append(char)
            self.spaces = 0
        else:
            if char != '"':
                self.entry.append(char)
            self.state, self.spaces = "begun", 0

    def _end_quoted(self):
        """Takes the closing quote and the blanks behind it off the entry."""
        del self.entry[len(self.entry) - self.spaces - 1:]

    def _submit_field(self):
        self.cells.append("".join(self.entry))
        self.entry = []
        self.state, self.quoted, self.spaces = "start", False, 0
