"""Commands of contracts: checking a document."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from accounts.rules.actor import SYSTEM
from contracts.errors import DocumentBroken
from contracts.gateways import DocumentSigner, SignatureReport
from contracts.rules.verdicts import FileVerdict
from contracts.services.checking import check_file
from core import clock
from core.ports import port
from core.unit_of_work import unit_of_work
from core.web.words import sentence


@click.command("verify-document")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def verify_document(file: Path) -> None:
    """Check the signatures of a PDF; exit status 0 only when it is genuine."""
    raise SystemExit(_verify(file))


def _verify(file: Path) -> int:
    try:
        with unit_of_work():
            checked = check_file(
                SYSTEM, pdf=file.read_bytes(), signer=port(DocumentSigner), at=clock.now()
            )
    except DocumentBroken as broken:
        click.echo(sentence(broken.code))
        return 2
    click.echo(f"file       {file.name}")
    click.echo(f"sha256     {checked.sha256}")
    click.echo(f"verdict    {checked.verdict.value}")
    for number, one in enumerate(checked.signatures, start=1):
        _print(number, one)
    if checked.known:
        click.echo(f"contract   {checked.known.number} {checked.known.title}")
        click.echo(f"content    {checked.known.content_sha256}")
    return 0 if checked.verdict is FileVerdict.GENUINE else 1


def _print(number: int, one: SignatureReport) -> None:
    at = clock.shanghai(one.signed_at).isoformat(timespec="seconds") if one.signed_at else "-"
    click.echo(f"signature  {number} {one.field}: {one.signer} / {one.organisation}, {at}")
    click.echo(
        f"           intact={one.is_intact} trusted={one.is_trusted}"
        f" changed_after={one.is_changed_after} time_stamped={one.is_time_stamped}"
        f" problem={one.problem or 'none'}"
    )
