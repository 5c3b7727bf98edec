"""The report for machines: JSON, SARIF 2.1.0, and annotations of GitHub."""

import json

from .faults import KINDS

LEVELS = {"sure": "error", "likely": "error", "maybe": "note"}


def as_json(reports):
    """A list with one object for each file."""
    return json.dumps(reports, indent=2, ensure_ascii=False)


def as_sarif(reports):
    """One run of one tool; a file that could not be read is a notification."""
    results, unread = [], []
    for report in reports:
        if "unread" in report:
            unread.append({"level": "error", "message": {"text": _unread(report)}})
        for one in report.get("findings", ()):
            region = {"startLine": max(1, one["line"])}
            where = {
                "artifactLocation": {"uri": report["file"].replace("\\", "/")},
                "region": region,
            }
            results.append({
                "ruleId": one["kind"], "level": LEVELS[one["confidence"]],
                "message": {"text": _message(one)}, "locations": [{"physicalLocation": where}],
            })  # fmt: skip
    rules = [
        {"id": kind, "shortDescription": {"text": title}, "help": {"text": repair}}
        for kind, (title, repair, _) in sorted(KINDS.items())
    ]
    tool = {"driver": {"name": "loop-doctor", "rules": rules}}
    invocation = {"executionSuccessful": not unread, "toolExecutionNotifications": unread}
    run = {"tool": tool, "results": results, "invocations": [invocation]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def as_github(reports):
    """One workflow command for each finding: it is shown at its line of the pull request."""
    lines = []
    for report in reports:
        if "unread" in report:
            lines.append(f"::warning file={_escaped(report['file'])}::{_escaped(_unread(report))}")
        for one in report.get("findings", ()):
            level = "notice" if one["confidence"] == "maybe" else "error"
            where = f"file={_escaped(report['file'])},line={one['line']}"
            title = _escaped(one["title"])
            lines.append(f"::{level} {where},title={title}::{_escaped(_message(one))}")
    return "\n".join(lines)


def _message(one):
    words = [f"{one['title']} ({one['confidence']}): {one['reason']}", *one["conditions"]]
    return "; ".join(words) + f". {one['repair']}"


def _unread(report):
    return f"{report['file']}: {report['unread']}"


def _escaped(text):
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(sign, code)
    return text
