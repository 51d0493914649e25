"""The network of the demo: hubs, distances, tariffs, vehicle types (assumed; meant to be edited).

Distances are road kilometres. A county or city is reached from its two nearest hubs of the same
province; the same rows serve collecting there and delivering there. Tariffs are fen.
"""

from __future__ import annotations

NORTH_HUBS = ("640100", "640300", "640500", "640400")
SOUTH_HUBS = ("350100", "350500", "350200", "350400")
RECEIVERS = ("350100", "350400", "350500", "350200")  # in the order in which pictures draw them
HUB_ROWS: tuple[tuple[str, str, str], ...] = (
    ("640100", "银川", "Yinchuan"),
    ("640300", "吴忠", "Wuzhong"),
    ("640500", "中卫", "Zhongwei"),
    ("640400", "固原", "Guyuan"),
    ("350100", "福州", "Fuzhou"),
    ("350500", "泉州", "Quanzhou"),
    ("350200", "厦门", "Xiamen"),
    ("350400", "三明", "Sanming"),
)
LINE_HAUL_KM: tuple[tuple[int, ...], ...] = (  # north hubs x south hubs
    (2356, 2446, 2445, 2202),
    (2313, 2399, 2397, 2156),
    (2354, 2431, 2423, 2190),
    (2126, 2197, 2187, 1959),
)
NORTH_KM: dict[str, tuple[int, int, int, int]] = {  # place -> km to each north hub
    "640100": (15, 70, 181, 350),
    "640200": (79, 149, 252, 429),
    "640300": (70, 15, 132, 280),
    "640400": (350, 280, 246, 15),
    "640500": (182, 131, 15, 244),
    "640104": (8, 70, 183, 350),
    "640105": (14, 73, 176, 353),
    "640106": (8, 70, 180, 350),
    "640121": (40, 48, 142, 324),
    "640122": (14, 83, 197, 362),
    "640181": (53, 23, 154, 298),
    "640202": (79, 149, 252, 429),
    "640205": (122, 189, 302, 462),
    "640221": (69, 138, 250, 414),
    "640302": (70, 8, 132, 280),
    "640303": (150, 80, 100, 203),
    "640323": (161, 139, 253, 285),
    "640324": (216, 146, 111, 143),
    "640381": (68, 16, 123, 287),
    "640402": (352, 282, 249, 8),
    "640422": (361, 291, 228, 59),
    "640423": (406, 336, 289, 57),
    "640424": (424, 355, 316, 75),
    "640425": (375, 307, 288, 51),
    "640502": (183, 132, 8, 245),
    "640521": (154, 91, 55, 220),
    "640522": (280, 210, 143, 105),
}
SOUTH_KM: dict[str, tuple[int, int, int, int]] = {  # place -> km to each south hub
    "350100": (15, 188, 269, 198),
    "350200": (275, 94, 15, 276),
    "350500": (188, 15, 90, 246),
    "350600": (307, 143, 58, 270),
    "350300": (96, 93, 177, 207),
    "350900": (91, 279, 358, 227),
    "350700": (164, 260, 302, 60),
    "350400": (214, 239, 255, 28),
    "350800": (325, 216, 161, 212),
    "350122": (36, 219, 302, 225),
    "350181": (51, 151, 237, 225),
    "350524": (202, 71, 79, 196),
    "350628": (353, 192, 105, 297),
    "350782": (290, 420, 461, 196),
    "350902": (90, 278, 357, 225),
    "350921": (146, 332, 415, 289),
    "350922": (101, 244, 305, 125),
    "350982": (198, 385, 467, 328),
}
HUBS_PER_PLACE = 2

# kind, class -> fixed fen per tonne, fen per tonne and km. "door" is fen per parcel.
TARIFF_ROWS: tuple[tuple[str, str, int, int], ...] = (
    ("handling", "ambient", 6_000, 0),
    ("handling", "cool", 11_000, 0),
    ("handling", "chilled", 11_000, 0),
    ("handling", "frozen", 13_000, 0),
    ("holding", "ambient", 800, 0),
    ("holding", "cool", 3_500, 0),
    ("holding", "chilled", 3_500, 0),
    ("holding", "frozen", 4_500, 0),
    ("feeder", "ambient", 3_000, 90),
    ("feeder", "cool", 4_500, 140),
    ("feeder", "chilled", 4_500, 140),
    ("feeder", "frozen", 4_500, 140),
    ("last_mile", "ambient", 22_000, 110),
    ("last_mile", "cool", 38_000, 190),
    ("last_mile", "chilled", 38_000, 190),
    ("last_mile", "frozen", 38_000, 190),
    ("groupage", "ambient", 0, 50),
    ("groupage", "cool", 0, 102),
    ("groupage", "chilled", 0, 102),
    ("groupage", "frozen", 0, 112),
    ("door", "ambient", 600, 0),
    ("door", "cool", 1_000, 0),
    ("door", "chilled", 1_000, 0),
    ("door", "frozen", 1_200, 0),
)
# code, Chinese, English, tonnes, fen per km, classes, green lane, minimum fill per mille
VEHICLE_ROWS: tuple[tuple[str, str, str, int, int, str, bool, int], ...] = (
    ("dry9", "9.6 米厢车", "Dry 9.6 m", 14, 560, "ambient", False, 0),
    ("dry13", "13.6 米厢车", "Dry 13.6 m", 30, 740, "ambient", False, 0),
    ("cool9", "9.6 米恒温车", "Cool 9.6 m", 12, 720, "ambient cool", False, 0),
    ("cool13", "13.6 米恒温车", "Cool 13.6 m", 26, 940, "ambient cool", False, 0),
    ("chilled9", "9.6 米冷藏车", "Chilled 9.6 m", 12, 720, "ambient chilled", False, 0),
    ("chilled13", "13.6 米冷藏车", "Chilled 13.6 m", 26, 940, "ambient chilled", False, 0),
    ("frozen9", "9.6 米冷冻车", "Frozen 9.6 m", 12, 760, "frozen", False, 0),
    ("frozen13", "13.6 米冷冻车", "Frozen 13.6 m", 26, 990, "frozen", False, 0),
    (
        "multi13",
        "13.6 米多温车",
        "Multi-temperature 13.6 m",
        23,
        1020,
        "ambient cool chilled frozen",
        False,
        0,
    ),
    ("green-cool13", "绿通恒温整车", "Green-lane cool", 26, 740, "cool", True, 800),
    ("green-chilled13", "绿通冷藏整车", "Green-lane chilled", 26, 740, "chilled", True, 800),
)
DISPATCH_FEN = 90_000  # per truck, beside the kilometres

DEPARTURE_MINUTE = 21 * 60  # last goods at the hub, and the truck leaves
READY_MINUTE = 16 * 60  # goods of the day are ready at the farm
TRANSIT_DAYS = 2
FEEDER_LOADING_MINUTES = 30  # plus one minute per kilometre
FLEET_PER_HUB_AND_DAY = 6  # trucks that can leave a hub on one day
DOCKS_PER_HUB_AND_DAY = 8  # trucks that can arrive at a hub on one day
