"""The sentence of an error code, in the language of the reader."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString

from core.web.language import lazy

WORDS: dict[str, LazyString] = {
    "not_found": lazy("没有找到这个页面或内容，可能已被移走，或不属于您。"),
    "not_allowed": lazy("您的账号没有做这件事的权限。需要时请组织的管理员给您加上。"),
    "invalid_input": lazy("有几处填写需要改一下，其余内容都已保留。"),
    "rule_broken": lazy("按规则不能这样做，您填写的内容已保留。"),
    "conflict": lazy("内容刚刚被改动过，请看一下最新情况再提交。"),
    "key_reused": lazy("同一个 Idempotency-Key 用在了不同的内容上，请换一个。"),
    "busy": lazy("系统正忙，什么都没有丢失，请过几秒再试。"),
    "crash": lazy("出了意外，您的操作没有生效，我们已经记下。请稍后再试。"),
    "form_expired": lazy("页面放得太久，已失效。内容已保留，请再提交一次。"),
    "file_empty": lazy("文件是空的，请换一个"),
    "file_too_large": lazy("文件太大，最多 8 MB"),
    "file_kind": lazy("只收 JPG、PNG、WebP 照片，证件还可以是 PDF"),
    "too_many_files": lazy("一次选的文件太多"),
    "file_not_found": lazy("没有找到这个文件，可能已经删除。"),
    "too_many": lazy("操作太频繁，什么都没有改动。请稍等一会儿再试。"),
    "too_large": lazy("内容太大，没有接收。"),
    "method_not_allowed": lazy("这个地址不支持这种操作。"),
    "unauthorised": lazy("请先登录。"),
    "bad_request": lazy("没能读懂这个请求，什么都没有改动。"),
    "required": lazy("请填写这一项"),
    "invalid_integer": lazy("请填整数"),
    "invalid_number": lazy("请填数字"),
    "invalid_date": lazy("请填日期，例如 2026-11-28"),
    "invalid_choice": lazy("请从列出的选项里选"),
    "too_short": lazy("太短了"),
    "too_long": lazy("太长了"),
    "out_of_range": lazy("超出了允许的范围"),
    "invalid": lazy("填写的格式不对"),
    "invalid_email": lazy("邮箱格式不对"),
    "pdf_off": lazy("这台机器缺少生成 PDF 的系统库，请管理员按 make run 打印的那一行安装。"),
    "unknown_field": lazy("不认识这一项"),
}


def add_words(words: Mapping[str, LazyString]) -> None:
    """Add a package's sentences; called by config/app.py for every ``views/words.py``.

    Raises:
        RuntimeError: a code has other words already; two packages would speak for each other.
    """
    taken = sorted(code for code, text in words.items() if WORDS.get(code, text) is not text)
    if taken:
        raise RuntimeError(f"error codes that have words already: {', '.join(taken)}")
    WORDS.update(words)


def sentence(code: str, context: Mapping[str, Any] | None = None) -> str:
    """What to tell a person about ``code``; a code without words falls back to a plain one."""
    words = WORDS.get(code, WORDS["rule_broken"])
    text = str(words)
    if not context:
        return text
    try:
        return text % context if "%(" in text else text
    except (KeyError, ValueError, TypeError):
        return text
