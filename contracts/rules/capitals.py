"""Amounts of money in Chinese capitals, as contracts and invoices carry them.

Inner zeros, however many, are read once as 零; none stands where a group of four digits or
the yuan end in 0 and the next digit is not 0. 整 stands only directly after 元.
"""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def capitals(amount_fen: int) -> str:
    """Write an amount in capitals.

    Args:
        amount_fen: amount in fen, not negative.

    Example:
        1223760 gives 壹万贰仟贰佰叁拾柒元陆角.
    """
    if amount_fen < 0:
        raise ValueError("capitals are for amounts that are not negative")
    yuan, cents = divmod(amount_fen, 100)
    jiao, fen = divmod(cents, 10)
    if not amount_fen:
        return "零元整"
    words = _yuan(yuan) + "元" if yuan else ""
    if not cents:
        return words + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif words:
        words += "零"
    return words + (_DIGITS[fen] + "分" if fen else "")


def _yuan(yuan: int) -> str:
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    words = ""
    lower_gap = False
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if not group:
            lower_gap = bool(words)
            continue
        if words and (lower_gap or group < 1000):
            words += "零"
        words += _group(group) + _GROUPS[index]
        lower_gap = False
    return words


def _group(group: int) -> str:
    words = ""
    gap = False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
