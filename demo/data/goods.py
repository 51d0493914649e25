"""All 61 goods of Ningxia and the 8 of Fujian, in the order of the catalogue."""

from __future__ import annotations

from demo.data import beef, fruit, fujian, goji, grain, lamb, vegetables, wine

GOODS = (
    *(wine.GOODS + beef.GOODS + lamb.GOODS),
    *(grain.GOODS + goji.GOODS + vegetables.GOODS),
    *(fruit.GOODS + fujian.GOODS),
)
BY_CODE = {good.code: good for good in GOODS}
