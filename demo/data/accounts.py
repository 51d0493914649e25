"""Who signs in to the demo: shoppers, platform staff, second signatures. No secret is real."""

from __future__ import annotations

from demo.rows import PersonRow

DOMAIN = "demo.minning.example"
PASSWORD = "minning-demo-2026"  # noqa: S105 -- printed by `make run`, for examples only
PIN = "246810"

PLATFORM = "platform"
CARRIER = "carrier"
COUNTY_DESK = "yanchi-desk"
OUTLET = "rongyinli-shop"

PEOPLE: tuple[PersonRow, ...] = (
    PersonRow(name="林女士（示例）", phone="13859550301", mail="lin"),
    PersonRow(name="郑先生（示例）", phone="13859550302", mail="zheng"),
    PersonRow(name="许女士（示例）", phone="13859550303", mail="xu"),
    PersonRow(
        name="平台运营（示例）",
        phone="13995550401",
        mail="ops",
        org=PLATFORM,
        roles=("operator", "support", "platform_finance", "auditor"),
    ),
    PersonRow(
        name="平台出纳（示例）",
        phone="13995550405",
        mail="cashier",
        org=PLATFORM,
        roles=("platform_finance",),
    ),
    PersonRow(
        name="调度员（示例）",
        phone="13995550402",
        mail="dispatch",
        org=PLATFORM,
        roles=("logistics_dispatcher", "hub_worker"),
    ),
    PersonRow(
        name="盐池专班（示例）",
        phone="13995550403",
        mail="county",
        org=COUNTY_DESK,
        roles=("county_officer",),
    ),
    PersonRow(
        name="林经理（示例）",
        phone="13859550304",
        mail="rongyinli-boss",
        org="rongyinli",
        roles=("approver", "buying_signatory", "buying_finance"),
    ),
    PersonRow(
        name="苏总监（示例）",
        phone="13859550305",
        mail="luxiwan-boss",
        org="luxiwan",
        roles=("approver", "buying_signatory", "buying_finance"),
    ),
    PersonRow(
        name="蔡总（示例）",
        phone="13859550306",
        mail="yuanshan-boss",
        org="yuanshan",
        roles=("approver", "buying_signatory", "buying_finance"),
    ),
    PersonRow(
        name="财务小何（示例）",
        phone="13859550307",
        mail="rongyinli-money",
        org="rongyinli",
        roles=("buying_finance",),
    ),
    PersonRow(
        name="财务小吴（示例）",
        phone="13859550308",
        mail="yuanshan-money",
        org="yuanshan",
        roles=("buying_finance",),
    ),
    PersonRow(
        name="叶副总（示例）",
        phone="13859550309",
        mail="rongyinli-head",
        org="rongyinli",
        roles=("approver",),
    ),
    PersonRow(
        name="沈副总（示例）",
        phone="13859550310",
        mail="yuanshan-head",
        org="yuanshan",
        roles=("approver",),
    ),
    PersonRow(
        name="司机老周（示例）",
        phone="13995550404",
        mail="driver",
        org=CARRIER,
        roles=("driver",),
    ),
    PersonRow(
        name="店员小陈（示例）",
        phone="13859550311",
        mail="outlet",
        org=OUTLET,
        roles=("owner", "outlet_clerk"),
    ),
)

# Printed by `make run`.
SIGN_INS: tuple[tuple[str, str], ...] = (
    (f"lin@{DOMAIN}", "shopper in Fuzhou · 福州家庭"),
    (f"yanchi@{DOMAIN}", "Tan sheep cooperative · 滩羊合作社"),
    (f"rongyinli@{DOMAIN}", "supermarket procurement · 超市采购"),
    (f"rongyinli-boss@{DOMAIN}", "approves and signs there · 审批与签署"),
    (f"outlet@{DOMAIN}", "outlet clerk · 网点店员"),
    (f"dispatch@{DOMAIN}", "dispatcher · 调度"),
    (f"driver@{DOMAIN}", "driver · 司机"),
    (f"ops@{DOMAIN}", "platform operator · 平台运营"),
    (f"cashier@{DOMAIN}", "second person of finance · 平台出纳"),
    (f"county@{DOMAIN}", "county desk · 县专班"),
)
