"""The ceremony: order, acknowledgement, PIN and code, and that signed is final."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from catalog.models.supply import Commitment
from contracts.errors import (
    DocumentBroken,
    KeyLocked,
    MayNotSign,
    NotSetUp,
    SignedIsFinal,
    WrongPin,
)
from contracts.gateways import DocumentSigner
from contracts.gateways.fake import FakeSigner
from contracts.models.agreements import AuditEvent, ContractVersion
from contracts.models.signatures import Document, Signatory, Signature, SigningCode
from contracts.queries.documents import get_pdf
from contracts.rules.clauses import material_clauses
from contracts.rules.lifecycle import ContractState, EnvelopeState
from contracts.services import envelopes, signatories
from contracts.services.checking import check_file
from contracts.services.signing import Secrets, sign
from core.ports import port
from core.unit_of_work import run_survivors
from tests.factories import contracts as make
from tests.factories.contracts import AT, FAKE, PIN

ALL = [clause.code for clause in material_clauses()]


def attempt(actor, deal, *, pin=PIN, code=None, acknowledged=ALL, at=AT, signer=FAKE):
    return sign(
        actor,
        contract_ref=deal.contract_ref,
        secrets=Secrets(pin, code or make.code_for(actor, deal, at=at), make.server_secret()),
        acknowledged=acknowledged,
        signer=signer,
        at=at,
    )


def ready():
    deal = make.frozen()
    make.set_pins(deal)
    return deal


def test_the_frozen_hash_is_fixed_before_the_first_signature(db_session):
    deal = make.frozen()
    envelope = make.envelope_of(deal)

    kept = get_pdf(deal.contract_ref, org_id=deal.buyer.id)

    assert deal.contract.state == ContractState.OUT_FOR_SIGNATURE
    assert envelope.frozen_sha256 == hashlib.sha256(kept.data).hexdigest()
    assert envelope.content_sha256 == deal.content_sha256


def test_making_the_pdf_twice_changes_nothing(db_session):
    deal = make.frozen()
    first = make.envelope_of(deal).frozen_sha256

    envelopes.put_pdf(make.envelope_of(deal).ref, pdf=b"%PDF another", at=AT)

    assert make.envelope_of(deal).frozen_sha256 == first


def test_of_two_ordered_pdfs_the_newest_counts(db_session):
    deal = make.approved()
    first = make.envelope_of(deal).ref
    second = envelopes.freeze(deal.approver, contract_ref=deal.contract_ref, at=AT)

    envelopes.put_pdf(first, pdf=b"%PDF the older one", at=AT)
    assert deal.contract.state == ContractState.APPROVED
    envelopes.put_pdf(second, pdf=b"%PDF the newer one", at=AT)

    assert make.envelope_of(deal).ref == second
    assert deal.contract.state == ContractState.OUT_FOR_SIGNATURE


def test_seller_then_buyer_and_the_contract_is_signed_and_in_force(db_session):
    deal = ready()

    first = attempt(deal.seller_signatory, deal)
    assert (first.is_complete, make.envelope_of(deal).state) == (False, EnvelopeState.PARTIAL)
    second = attempt(deal.buyer_signatory, deal)

    rows = db_session.scalars(select(Signature).order_by(Signature.id)).all()
    assert second.is_complete
    assert deal.contract.state == ContractState.ACTIVE
    assert [row.party for row in rows] == ["seller", "buyer"]
    assert rows[1].document_sha256 == rows[0].result_sha256 == first.document_sha256
    assert rows[0].acknowledged == sorted(ALL)


def test_the_signed_weeks_are_committed_with_the_rank_of_the_signature(db_session):
    make.active()

    rows = db_session.scalars(select(Commitment)).all()

    assert sum(row.grams for row in rows) == 280 * 2_300
    assert {row.priority_at for row in rows} == {AT}


def test_the_buyer_does_not_sign_before_the_seller(db_session):
    deal = ready()

    with pytest.raises(MayNotSign) as refused:
        attempt(deal.buyer_signatory, deal)

    assert refused.value.code == "not_your_turn"
    assert db_session.scalars(select(Signature)).all() == []


def test_every_material_clause_must_be_acknowledged(db_session):
    deal = ready()

    with pytest.raises(MayNotSign) as refused:
        attempt(deal.seller_signatory, deal, acknowledged=ALL[1:])

    assert (refused.value.code, refused.value.context["missing"]) == (
        "clauses_not_acknowledged",
        1,
    )


def test_without_a_certificate_nobody_signs(db_session):
    deal = make.frozen()

    with pytest.raises(NotSetUp):
        attempt(deal.seller_signatory, deal)


def test_a_wrong_code_is_refused_and_counted(db_session):
    deal = ready()
    code = make.code_for(deal.seller_signatory, deal)
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)

    with pytest.raises(WrongPin) as refused:
        attempt(deal.seller_signatory, deal, code=wrong)
    run_survivors()

    assert refused.value.fields == {"code": "wrong_code"}
    assert db_session.scalar(select(SigningCode.wrong_tries)) == 1


def test_a_code_works_once_and_only_for_ten_minutes(db_session):
    deal = ready()
    code = make.code_for(deal.seller_signatory, deal)

    with pytest.raises(WrongPin) as late:
        attempt(deal.seller_signatory, deal, code=code, at=AT + timedelta(minutes=11))
    attempt(deal.seller_signatory, deal, code=code)

    assert late.value.code == "code_expired"
    assert db_session.scalar(select(SigningCode.used_at)) == AT


def test_five_wrong_pins_lock_the_key_for_a_quarter_of_an_hour(db_session):
    deal = ready()
    for _ in range(5):
        code = make.code_for(deal.seller_signatory, deal)
        with pytest.raises(WrongPin):
            attempt(deal.seller_signatory, deal, pin="999111", code=code)
        run_survivors()
        db_session.execute(update(SigningCode).values(used_at=None))
        db_session.expire_all()

    with pytest.raises(KeyLocked):
        attempt(deal.seller_signatory, deal)
    attempt(deal.seller_signatory, deal, at=AT + timedelta(minutes=16))

    assert len(db_session.scalars(select(Signature)).all()) == 1


def test_a_file_that_fails_the_check_after_signing_is_not_kept(db_session):
    deal = ready()
    broken = FakeSigner()
    broken.is_broken = True

    with pytest.raises(DocumentBroken):
        attempt(deal.seller_signatory, deal, signer=broken)

    assert db_session.scalars(select(Signature)).all() == []
    assert len(db_session.scalars(select(Document)).all()) == 1


def test_a_new_pin_revokes_the_old_certificate(db_session):
    deal = ready()
    old = db_session.scalars(select(Signatory.serial).order_by(Signatory.id)).first()

    signatories.set_pin(deal.seller_signatory, pin="135790", signer=FAKE, at=AT + timedelta(days=1))

    assert FAKE.revoked[old] == AT + timedelta(days=1)
    with pytest.raises(WrongPin) as weak:
        signatories.set_pin(deal.seller_signatory, pin="123456", signer=FAKE, at=AT)
    assert weak.value.code == "pin_too_simple"


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        (ContractVersion, "content", {"amount_fen": 1}),
        (Document, "kind", "other"),
        (Signature, "user_name", "x"),
        (AuditEvent, "kind", "other"),
    ],
)
def test_what_was_signed_never_changes(db_session, table, field, value):
    make.active()
    row = db_session.scalars(select(table)).first()
    with pytest.raises(SignedIsFinal):
        db_session.execute(update(table).values({field: value}))

    setattr(row, field, value)
    with pytest.raises(SignedIsFinal):
        db_session.flush()


def test_the_real_paper_is_signed_and_found_genuine_and_a_changed_copy_leads_to_it(db_session):
    deal = make.active(is_real=True)
    kept = get_pdf(deal.contract_ref, org_id=deal.seller.id)
    bad = bytearray(kept.data)
    bad[kept.data.find(b"stream") + 40] ^= 1

    signer = port(DocumentSigner)
    genuine = check_file(deal.clerk, pdf=kept.data, signer=signer, at=AT)
    changed = check_file(deal.clerk, pdf=bytes(bad), signer=signer, at=AT)

    assert (genuine.verdict, changed.verdict) == ("genuine", "changed")
    assert genuine.known.content_sha256 == deal.content_sha256
    assert changed.known is None
    assert changed.original.number == deal.contract.number
