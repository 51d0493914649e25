"""Words of imports: kinds of tables, states, ends of rows."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import lazy

KINDS: dict[str, LazyString] = {
    "listings": lazy("商品"),
    "lots": lazy("批次"),
    "forecasts": lazy("采收预报"),
}
STATES: dict[str, LazyString] = {
    "sent": lazy("正在查看"),
    "checked": lazy("等您确认"),
    "confirmed": lazy("正在导入"),
    "done": lazy("已导入"),
    "failed": lazy("读不了"),
    "dropped": lazy("没有导入"),
}
STATE_KINDS = {
    "sent": "info",
    "checked": "warn",
    "confirmed": "info",
    "done": "ok",
    "failed": "bad",
    "dropped": "off",
}
ENDS: dict[str, LazyString] = {
    "new": lazy("新增"),
    "changed": lazy("修改"),
    "same": lazy("没有变化"),
    "bad": lazy("有错，不导入"),
}
WORDS: dict[str, LazyString] = {
    "import_not_found": lazy("没有找到这次导入。"),
    "import_step_refused": lazy("这次导入已经到了下一步，请看最新状态。"),
    "nothing_to_import": lazy("没有可以导入的行。"),
    "row_twice": lazy("同一张表里这一行出现了两次"),
    "spec_is_fixed": lazy("商品的品项不能改，请用新的货号"),
    "formula_not_read": lazy("单元格里是公式，请改成写好的值"),
    "columns_missing": lazy("表头缺少必填的列"),
    "sheet_empty": lazy("文件里什么都没有。"),
    "sheet_unreadable": lazy("文件坏了，读不出来。请另存一份再传。"),
    "sheet_wrong_type": lazy("这不是 XLSX 或 CSV 表格。"),
    "sheet_too_long": lazy("超过 20000 行，请分成几份。"),
    "sheet_too_heavy": lazy("文件展开后太大，没有读。请只留需要的行和列。"),
    "sheet_has_macros": lazy("文件里有宏，请另存为普通的 XLSX。"),
}
