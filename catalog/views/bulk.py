"""Many rows at once: take tables away, send them back, see what would change, say yes."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.rules.permissions import Permission
from catalog.gateways import Sheets
from catalog.queries.imports import export_rows, get_import, list_imports
from catalog.queries.specs import list_specs
from catalog.rules.imports import MAX_BYTES
from catalog.rules.sheets import COLUMNS, MAX_ROWS, SheetKind, words_of_row
from catalog.schemas.sheets import SendForm
from catalog.services import imports
from catalog.views.bulk_words import ENDS, KINDS, STATE_KINDS, STATES
from core.clock import now, today
from core.errors import NotFound
from core.files import FileStore
from core.ports import port
from core.web.forms import FormState, load_form, reshows
from core.web.language import _, current_language
from core.web.words import sentence

bp = Blueprint("catalog_bulk", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/bulk"
MAY = (Permission.EDIT_LISTING, Permission.MANAGE_LOTS, Permission.FORECAST)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {"kinds": KINDS, "states": STATES, "state_kinds": STATE_KINDS, "ends": ENDS}


def _org_id() -> int:
    return current_actor().org_id or 0


def _show(org_ref: str, form: FormState | None = None) -> str:
    actor = current_actor()
    kinds = [kind for kind in SheetKind if actor.can(imports.NEEDED[kind])]
    return render_template(
        "catalog/bulk.html",
        org_ref=org_ref,
        kinds=kinds,
        may_submit=actor.can(Permission.PUBLISH_LISTING),
        jobs=list_imports(org_id=_org_id()),
        words=WORDS,
        form=form or FormState(),
        limits=(MAX_ROWS, MAX_BYTES // 1024 // 1024),
    )


@bp.get(BASE)
@requires(*MAY)
def show(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post(BASE)
@requires(*MAY)
@reshows(_show)
def send(org_ref: str) -> ResponseReturnValue:
    typed, file = load_form(SendForm()), request.files.get("file")
    table = imports.SentTable(
        kind=typed["kind"],
        data=file.read(MAX_BYTES + 1) if file else b"",
        name=(file.filename or "") if file else "",
        is_submitting=typed["submit"],
    )
    ref = imports.send_table(
        current_actor(), table, seller_id=_org_id(), store=port(FileStore), at=now()
    )
    return redirect(url_for(".show_import", org_ref=org_ref, import_ref=ref), 303)


def _columns(kind: str) -> dict[str, str]:
    is_english = current_language() == "en"
    return {c.field: (c.en if is_english else c.zh) for c in COLUMNS[SheetKind(kind)]}


def _show_import(org_ref: str, import_ref: str, form: FormState | None = None) -> str:
    job = get_import(import_ref, org_id=_org_id())
    return render_template(
        "catalog/import.html",
        org_ref=org_ref,
        job=job,
        words=WORDS,
        columns=_columns(job.kind),
        sentence=sentence,
        form=form or FormState(),
    )


@bp.get(f"{BASE}/<import_ref>")
@requires(*MAY)
def show_import(org_ref: str, import_ref: str) -> ResponseReturnValue:
    return _show_import(org_ref, import_ref)


@bp.get(f"{BASE}/<import_ref>/progress")
@requires(*MAY)
def progress(org_ref: str, import_ref: str) -> ResponseReturnValue:
    job = get_import(import_ref, org_id=_org_id())
    body = render_template("catalog/_import_progress.html", org_ref=org_ref, job=job, words=WORDS)
    return body, 200, {} if job.is_under_way else {"HX-Refresh": "true"}


@bp.post(f"{BASE}/<import_ref>/confirm")
@requires(*MAY)
@reshows(_show_import)
def confirm(org_ref: str, import_ref: str) -> ResponseReturnValue:
    imports.confirm_import(current_actor(), import_ref=import_ref, at=now())
    return redirect(url_for(".show_import", org_ref=org_ref, import_ref=import_ref), 303)


@bp.post(f"{BASE}/<import_ref>/drop")
@requires(*MAY)
@reshows(_show_import)
def drop(org_ref: str, import_ref: str) -> ResponseReturnValue:
    imports.drop_import(current_actor(), import_ref=import_ref, at=now())
    flash(_("没有导入，什么都没有改。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref), 303)


@bp.get(f"{BASE}/tables/<table>")
@requires(*MAY)
def download(org_ref: str, table: str) -> ResponseReturnValue:
    del org_ref
    name, _dot, form = table.partition(".")
    if name not in set(SheetKind) or form not in ("xlsx", "csv"):
        raise NotFound
    kind, day = SheetKind(name), today()
    rows = _rows(kind, day)
    sheets = port(Sheets)
    if form == "csv":
        data, mime = sheets.write_csv(rows), "text/csv; charset=utf-8"
    else:
        data, mime = sheets.write_xlsx([(str(KINDS[name]), rows), *_guide(kind)]), XLSX
    answer = Response(data, content_type=mime)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}-{day.isoformat()}.{form}"
    return answer


def _rows(kind: SheetKind, day: date) -> list[list[str]]:
    is_english = current_language() == "en"
    heading = [column.heading(is_english=is_english) for column in COLUMNS[kind]]
    found = export_rows(kind, org_id=_org_id(), today=day)
    return [heading, *(list(words_of_row(kind, r, is_english=is_english)) for r in found)]


def _guide(kind: SheetKind) -> list[tuple[str, list[list[str]]]]:
    """What to write into each column, and the codes of all goods."""
    is_english = current_language() == "en"
    guide = [[_("列"), _("怎么填"), _("可填的词")]]
    for column in COLUMNS[kind]:
        hint = column.hint_en if is_english else column.hint_zh
        words = "、".join(pair[2 if is_english else 1] for pair in column.choices)
        guide.append([column.heading(is_english=is_english), hint, words])
    specs = [[_("品项代码"), _("品项")]]
    specs += [[spec.code, spec.name_en if is_english else spec.name_zh] for spec in list_specs()]
    return [(_("怎么填"), guide), (_("品项"), specs)]
