"""Nothing grows past what a reader can hold (house rules: names and size)."""

import ast

from tests.meta.source import PACKAGES, ROOT, functions, name_of, python_files, templates

CODE = (*PACKAGES, "tools", "tests")


def test_no_python_file_is_longer_than_300_lines():
    long = {
        name_of(path): lines
        for path in python_files(*CODE)
        if (lines := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def test_no_template_is_longer_than_200_lines():
    long = {
        name_of(path): lines
        for path in templates()
        if (lines := len(path.read_text().splitlines())) > 200
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{name_of(path)}:{node.name}": size
        for path in python_files(*CODE)
        for node in functions(path)
        if (size := node.end_lineno - node.lineno + 1) > 40
    }
    assert long == {}


def test_every_package_says_what_it_owns():
    folders = {path.parent for path in python_files(*PACKAGES)}
    silent = [
        name_of(folder)
        for folder in sorted(folders)
        if not (file := folder / "__init__.py").exists()
        or not ast.get_docstring(ast.parse(file.read_text()))
    ]
    assert silent == []


def test_a_package_docstring_is_all_that_its_init_holds():
    loud = [
        name_of(path)
        for path in python_files(*PACKAGES)
        if path.name == "__init__.py"
        and path.parent.name != "gateways"
        and len(ast.parse(path.read_text()).body) > 1
    ]
    assert loud == []


def test_only_the_nine_packages_lie_at_the_top():
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "migrations"}
    assert found == set(PACKAGES)
