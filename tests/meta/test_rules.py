"""The house's rules that no linter knows: reasons, names, lazy loading, words for every code."""

import ast
import re
from statistics import median, quantiles

import pytest

from config.app import WORDS as WORD_MODULES
from core.web.words import WORDS
from tests.meta.source import PACKAGES, functions, name_of, python_files

SUBJECTS = ("accounts", "catalog", "logistics", "shop", "contracts", "console")
REASONS = {
    "noqa": re.compile(r"# noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*(?!\s*(?:--|#) \S)(?![A-Z\d,])"),
    "a type ignored": re.compile(r"# type: ignore(?!\[[\w, -]+\]\s+# \S)"),
    "a flush": re.compile(r"session\(\)\.flush\(\)(?!\s+# \S)"),
    "a skipped test": re.compile(r"pytest\.(?:skip|xfail)\(\s*\)|mark\.(?:skip|xfail)(?!\w|\()"),
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "data", "info", "misc"}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)
# Goods, people and papers of the trade; a frame that knows them is a cupboard.
BUSINESS = re.compile(
    r"\b(?:lots?|listings?|sellers?|buyers?|baskets?|contracts?|millet|lamb|wine|hubs?|plates?|"
    r"consignments?|cooperatives?|invoices?|call.?offs?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("what", REASONS)
def test_says_why(what):
    folders = ("tests",) if what == "a skipped test" else (*PACKAGES, "tools")
    silent = [
        f"{name_of(path)}:{number}"
        for path in python_files(*folders)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if REASONS[what].search(line) and "def commit(self)" not in line
    ]
    assert silent == []


def test_relationships_are_never_loaded_by_accident():
    lazy = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "relationship"
        and {k.arg: ast.unparse(k.value) for k in node.keywords}.get("lazy") != "'raise'"
    ]
    assert lazy == []


def test_no_module_has_a_name_that_says_nothing():
    vague = [
        name_of(path)
        for path in python_files(*PACKAGES, "tools")
        if VAGUE & {path.stem, path.parent.name} and path.parent.name != "data"
    ]
    assert vague == []


def returned(node):
    return "" if node.returns is None else ast.unparse(node.returns)


def test_get_raises_find_may_be_none_and_list_gives_many():
    many = re.compile(r"list|tuple|Sequence|dict|Iter|Page|Unfinished")
    wrong = []
    for path in python_files(*SUBJECTS):
        if {"views", "api"} & set(path.parts):
            continue  # there, a name is an address
        for node in functions(path):
            answer = returned(node)
            if (
                (node.name.startswith("get_") and "None" in answer)
                or (node.name.startswith("find_") and "None" not in answer)
                or (node.name.startswith("list_") and not many.search(answer))
            ):
                wrong.append(f"{name_of(path)}:{node.name} -> {answer}")
    assert wrong == []


def test_services_name_their_arguments():
    loose = [
        f"{name_of(path)}:{node.name}"
        for path in python_files(*SUBJECTS)
        if "services" in path.parts
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and len(node.args.args) > 5
    ]
    assert loose == []


def test_functions_stay_small():
    sizes = [
        node.end_lineno - node.lineno + 1
        for path in python_files(*PACKAGES)
        for node in functions(path)
    ]
    assert median(sizes) <= 10
    assert quantiles(sizes, n=10)[-1] <= 25


def said_in(path):
    """The names and strings of a file, without its docstrings."""
    tree = ast.parse(path.read_text())
    docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, DOCUMENTED)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield "" if node.value in docs else node.value
        yield str(getattr(node, "name", getattr(node, "id", getattr(node, "arg", ""))))


def test_core_knows_no_business_word():
    knowing = {
        f"{name_of(path)}: {word}"
        for path in python_files("core")
        for text in said_in(path)
        for word in BUSINESS.findall(text.replace("_", " "))
    }
    assert knowing == set()


def codes_in(path):
    """The codes that a file gives to a domain error, or names as an error of a field."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
            yield from constants([node.value])
        elif isinstance(node, ast.Call) and is_refusal(node):
            yield from constants(node.args[:1])
            for keyword in node.keywords:
                if keyword.arg == "fields" and isinstance(keyword.value, ast.Dict):
                    yield from constants(keyword.value.values)


def is_refusal(node):
    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if ast.unparse(node.func) == "super().__init__":  # an error that names its own code
        return True
    return called in REFUSALS or (called == "Reason" and len(node.args) > 0)


def constants(nodes):
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def refusals():
    """Every domain error whose first argument is its code (some take facts instead)."""
    known = {"DomainError", "NotFound", "NotAllowed", "InvalidInput", "RuleBroken", "Conflict"}
    with_facts = set()
    for path in python_files(*PACKAGES):
        for node in ast.parse(path.read_text()).body if path.name == "errors.py" else ():
            if isinstance(node, ast.ClassDef):
                made = [n for n in node.body if getattr(n, "name", "") == "__init__"]
                takes_code = not made or {a.arg for a in made[0].args.args} & {"code", "reason"}
                (known if takes_code else with_facts).add(node.name)
    return known - with_facts


REFUSALS = refusals()


def test_every_error_code_has_its_words(app):
    assert WORD_MODULES
    wordless = {
        f"{name_of(path)}: {code}"
        for path in python_files(*SUBJECTS)
        for code in codes_in(path)
        if code not in WORDS
    }
    assert wordless == set()
