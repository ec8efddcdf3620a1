"""A reader for the small YAML subset used by hecha.yaml, rules/tables and rules/lists.

Block mappings and sequences, flow mappings and sequences (also over several
lines), single and double quotes, literal blocks (|), comments.  Every scalar
stays text.
"""

import re

_KEY = re.compile(r"""^("[^"]*"|'[^']*'|[^\s#"'\[\]{},][^#"'\[\]{},]*?)\s*:(?:\s+|$)(.*)$""", re.DOTALL)
_LITERAL = "\0"                   # in front of the text of a literal block


class YamlError(ValueError):
    """The text is outside the subset; the message says where."""


def read_yaml(path):
    """Parses one file to dicts, lists and strings."""
    with open(path, encoding="utf-8-sig") as handle:
        return parse_yaml(handle.read(), str(path))


def parse_yaml(text, name="yaml"):
    """Parses `text`; `name` is used in messages."""
    lines = _logical_lines(text, name)
    if not lines:
        return {}
    value, rest = _block(lines, 0, lines[0][0], name)
    if rest != len(lines):
        raise YamlError(f"{name}:{lines[rest][2]}: unexpected indentation")
    return value


def _logical_lines(text, name):
    """(indent, content, line number) without comments; open brackets and literal blocks join lines."""
    result = []
    lines = iter(enumerate(_join_literals(text.splitlines()), 1))
    for number, line in lines:
        content = _strip_comment(line)
        if not content.strip() or content.strip() == "---":
            continue
        while _open_brackets(content) > 0:
            _, more = next(lines, (0, None))
            if more is None:
                raise YamlError(f"{name}:{number}: bracket is never closed")
            content += " " + _strip_comment(more).strip()
        result.append((len(content) - len(content.lstrip(" ")), content.strip(), number))
    return result


def _join_literals(lines):
    """Puts the lines of a literal block behind its `key: |`, and blank lines in their place."""
    result = []
    owner = None                    # place in result of the line that opened the block, and its indent
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if owner and (indent > owner[1] or not line.strip()):
            result[owner[0]] += line.strip() + "\n"
            result.append("")
            continue
        owner = None
        if line.endswith(": |"):
            owner = (len(result), indent)
            line = line[:-1] + _LITERAL
        result.append(line)
    return result


def _strip_comment(line):
    if _LITERAL in line:
        return line
    quote = None
    for index, char in enumerate(line):
        if quote:
            quote = None if char == quote else quote
        elif char in "\"'" and (index == 0 or line[index - 1] in " ,[{:"):
            quote = char
        elif char == "#" and (index == 0 or line[index - 1] in " \t"):
            return line[:index].rstrip()
    return line.rstrip()


def _open_brackets(content):
    depth, quote = 0, None
    for char in content.partition(_LITERAL)[0]:
        if quote:
            quote = None if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "[{":
            depth += 1
        elif char in "]}":
            depth -= 1
    return depth


def _block(lines, index, indent, name):
    """Parses the block that starts at `index` with `indent`; returns (value, next index)."""
    content = lines[index][1]
    if content == "-" or content.startswith("- "):
        return _sequence(lines, index, indent, name)
    if _KEY.match(content):
        return _mapping(lines, index, indent, name)
    return _flow_or_scalar(content, name, lines[index][2]), index + 1


def _mapping(lines, index, indent, name):
    result = {}
    while index < len(lines) and lines[index][0] == indent:
        _, content, number = lines[index]
        match = _KEY.match(content)
        if not match:
            raise YamlError(f"{name}:{number}: expected 'key: value'")
        key, rest = _unquote(match.group(1)), match.group(2).strip()
        if key in result:
            raise YamlError(f"{name}:{number}: duplicate key '{key}'")
        index += 1
        if rest:
            result[key] = _flow_or_scalar(rest, name, number)
        else:
            result[key], index = _nested(lines, index, indent, name)
    return result, index


def _nested(lines, index, indent, name):
    """The value under `key:` with nothing behind it: a deeper block, a list at the same depth, or empty."""
    if index < len(lines):
        deeper = lines[index][0] > indent
        same_list = lines[index][0] == indent and lines[index][1].startswith("-")
        if deeper or same_list:
            return _block(lines, index, lines[index][0], name)
    return "", index


def _sequence(lines, index, indent, name):
    result = []
    while index < len(lines) and lines[index][0] == indent and lines[index][1].startswith("-"):
        _, content, number = lines[index]
        rest = content[1:].lstrip()
        if not rest:
            value, index = _nested(lines, index + 1, indent, name)
        elif _KEY.match(rest):
            inner = indent + len(content) - len(rest)
            lines[index] = (inner, rest, number)
            value, index = _mapping(lines, index, inner, name)
        else:
            value, index = _flow_or_scalar(rest, name, number), index + 1
        result.append(value)
    return result, index


def _flow_or_scalar(text, name, number):
    if text[0] == _LITERAL:
        return text[1:]
    if text[0] in "[{":
        value, end = _flow(text, 0, name, number)
        if text[end:].strip():
            raise YamlError(f"{name}:{number}: text after '{text[end - 1]}'")
        return value
    if text[0] in "|>&*!":
        raise YamlError(f"{name}:{number}: '{text[0]}' is outside the subset")
    return _unquote(text)


def _flow(text, pos, name, number):
    pos = _blank(text, pos)
    if text[pos] == "[":
        return _flow_list(text, pos + 1, name, number)
    if text[pos] == "{":
        return _flow_map(text, pos + 1, name, number)
    return _flow_scalar(text, pos, ",]}")


def _flow_list(text, pos, name, number):
    result = []
    while True:
        pos = _blank(text, pos)
        if text[pos] == "]":
            return result, pos + 1
        value, pos = _flow(text, pos, name, number)
        result.append(value)
        pos = _blank(text, pos)
        if text[pos] == ",":
            pos += 1


def _flow_map(text, pos, name, number):
    result = {}
    while True:
        pos = _blank(text, pos)
        if text[pos] == "}":
            return result, pos + 1
        key, pos = _flow_scalar(text, pos, ":,}")
        if text[pos] != ":":
            raise YamlError(f"{name}:{number}: '{key}' has no value")
        pos = _blank(text, pos + 1)
        result[key], pos = ("", pos) if text[pos] in ",}" else _flow(text, pos, name, number)
        pos = _blank(text, pos)
        if text[pos] == ",":
            pos += 1


def _flow_scalar(text, pos, stops):
    if text[pos] in "\"'":
        end = text.index(text[pos], pos + 1) + 1
        return _unquote(text[pos:end]), _blank(text, end)
    end = pos
    while text[end] not in stops:
        end += 1
    return text[pos:end].strip(), end


def _blank(text, pos):
    while text[pos:pos + 1] in (" ", "\t"):
        pos += 1
    return pos


def _unquote(text):
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
