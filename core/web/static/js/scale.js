// The packing table: the next piece, its tolerance, the queue. Without this file each piece is a plain form.
"use strict";

(() => {
  const root = document.querySelector("[data-scale]");
  if (!root || !window.indexedDB) return;
  const words = JSON.parse(root.dataset.words);
  const lots = JSON.parse(root.dataset.lots);
  let lot = lots.find((one) => one.ref === root.dataset.lot);
  const one = (name, from = document) => from.querySelector(`[data-${name}]`);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const put = (name, text) => { const node = one(name); if (node) node.textContent = text; };
  const number = (grams) => grams.toLocaleString("en");
  const form = document.getElementById("weigh-form");
  const input = form?.elements.gross_g;
  const SETTLED = ["kept", "dropped", "short"];
  const ODD = 3;
  const PHOTO_PX = 1280;
  let last = null;
  let photo = null;
  let hasWork = false; // something was still to be weighed when the page came

  // "2444", "2.444 kg", "ST,GS,+  2.444kg": the same reading as shop/rules/scale.py.
  const read = (text) => {
    const found = /^\s*(?:(ST|US)\s*,)?\s*(?:[A-Z]{2}\s*,)?\s*\+?\s*(\d{1,7}(?:[.,]\d{1,4})?)\s*(kg|g|千克|公斤|克)?\s*$/i.exec(text);
    if (!found) return { fault: words.whole };
    if ((found[1] || "").toUpperCase() === "US") return { fault: words.moves };
    const figure = found[2].replace(",", ".");
    const unit = (found[3] || "").toLowerCase();
    if (figure.includes(".") && !unit) return { fault: words.unit };
    const grams = Number(figure) * (["kg", "千克", "公斤"].includes(unit) ? 1000 : 1);
    const whole = Math.round(grams);
    return Math.abs(grams - whole) > 1e-6 ? { fault: words.whole } : { grams: whole };
  };

  const queue = new PhoneQueue.Queue({
    url: root.dataset.actions, photoUrl: root.dataset.photos, user: root.dataset.user, org: root.dataset.org,
    csrf: form?.elements.csrf_token?.value || document.querySelector("[name=csrf_token]")?.value, changed: show,
  });
  queue.answered = (row, said) => {
    const piece = find(row.body);
    if (!piece || row.body.kind !== "weigh") return;
    piece.net = said.net_g;
    piece.state = said.fit !== "light" ? "kept" : { swap: "swap", drop: "dropped" }[said.way] || "waiting";
  };
  queue.refused = (row) => {
    const piece = find(row.body);
    if (piece && row.body.kind === "weigh") piece.state = "missing";
  };

  function find(body) {
    return lots.flatMap((each) => each.pieces).find((piece) => piece.line === body.line_ref && piece.no === body.piece_no);
  }

  // What the phone has and the server has not answered yet counts as weighed here.
  function stateOf(piece) {
    const mine = queue.waiting.filter((row) => row.body.line_ref === piece.line && row.body.piece_no === piece.no).at(-1);
    if (!mine) return piece.state;
    if (mine.body.kind === "reverse") return "missing";
    return mine.body.gross_g - mine.body.tare_g < piece.min ? "waiting" : "kept";
  }
  const isOpen = (piece) => ["missing", "swap"].includes(stateOf(piece));
  const doneOf = (each) => each.pieces.filter((piece) => SETTLED.includes(stateOf(piece))).length;
  const current = () => lot?.pieces.find(isOpen);

  function show() {
    showPiece();
    showLots();
    showQueue();
  }

  function showPiece() {
    if (!lot || !form) return;
    const piece = current();
    const done = doneOf(lot);
    put("at", done);
    fillBar(root.querySelector(".job .bar"), done / lot.pieces.length);
    one("weigh").hidden = !piece;
    one("finished").hidden = Boolean(piece);
    one("record").hidden = !piece;
    offerNext();
    if (!piece) return;
    put("range", piece.range);
    one("ruler").querySelectorAll("text").forEach((node, place) => { node.textContent = piece.marks[place]; });
    put("order", piece.order);
    put("which", `${fill(words.of, { n: piece.no, of: piece.of })} · ${piece.who}`);
    form.elements.line_ref.value = piece.line;
    form.elements.piece_no.value = piece.no;
    judge();
  }

  const nextLot = () => lots.find((each) => each !== lot && each.pieces.some(isOpen));

  function offerNext() {
    const next = nextLot();
    one("next").hidden = !next;
    if (next) put("next", fill(words.next, { name: next.name, no: next.no }));
  }

  // Another lot without asking the server: it may not be there.
  function openLot(ref) {
    const found = lots.find((each) => each.ref === ref);
    if (!found || !form) return false;
    lot = found;
    put("name", lot.name);
    put("lot-no", lot.no);
    put("lot-orders", lot.orders);
    put("total", lot.pieces.length);
    form.elements.lot.value = ref;
    document.querySelectorAll("[data-lot-row] a").forEach((link) => {
      if (link.parentElement.dataset.lotRow === ref) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    input.value = "";
    show();
    document.getElementById("job").scrollIntoView();
    input.focus({ preventScroll: true });
    return true;
  }

  function judge() {
    const piece = current();
    if (!piece) return null;
    const box = one("tol");
    const text = input.value.trim();
    const seen = text ? read(text) : null;
    const net = seen?.grams === undefined ? null : seen.grams - Number(form.elements.tare_g.value || 0);
    let kind = "", said = "";
    if (seen?.fault) [kind, said] = ["bad", seen.fault];
    else if (net !== null && net <= 0) [kind, said] = ["bad", words.tare];
    else if (net !== null && net > ODD * piece.max) [kind, said] = ["bad", words.odd];
    else if (net !== null && net < piece.min) [kind, said] = ["warn", fill(words.light, { g: number(piece.min - net) })];
    else if (net !== null && net > piece.max) [kind, said] = ["warn", fill(words.over, { g: number(net - piece.max) })];
    else if (net !== null) [kind, said] = ["ok", words.fits];
    box.className = `tol${kind ? ` tol--${kind}` : ""}`;
    put("tol-words", said);
    put("record-words", net > 0 && kind !== "bad" ? fill(words.record, { g: number(net) }) : words.type);
    mark(piece, kind === "bad" ? null : net);
    return kind === "bad" || net === null ? null : { gross: seen.grams, net };
  }

  function mark(piece, net) {
    const ruler = one("ruler")?.querySelector("svg");
    if (!ruler) return;
    ruler.querySelectorAll("[data-mark]").forEach((node) => node.remove());
    if (net === null) return;
    const reach = Math.max(piece.max - piece.min, 1);
    const x = Math.min(Math.max(61 + ((net - piece.min) * 198) / reach, 24), 296);
    const arrow = document.createElementNS("http://www.w3.org/2000/svg", "path");
    arrow.setAttribute("d", `M${x} 25l-6 -9h12Z`);
    arrow.setAttribute("class", net < piece.min ? "f-bad" : "f-brand");
    arrow.dataset.mark = "";
    ruler.append(arrow);
  }

  function fillBar(bar, share) {
    if (!bar) return;
    let rect = bar.querySelector("rect");
    if (!rect) {
      rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rect.setAttribute("height", "100%");
      bar.append(rect);
    }
    rect.setAttribute("class", share < 1 ? "f-brand" : "f-ok");
    rect.setAttribute("width", `${100 * share}%`);
  }

  function showLots() {
    lots.forEach((each) => {
      const row = document.querySelector(`[data-lot-row="${each.ref}"]`);
      if (!row) return;
      const done = doneOf(each);
      one("lot-done", row).textContent = done;
      fillBar(row.querySelector(".bar"), done / each.pieces.length);
    });
  }

  function showQueue() {
    const waiting = queue.waiting.length;
    const sync = one("sync");
    sync.hidden = !waiting;
    put("sync-words", `${waiting} ${words.waiting}`);
    if (hasWork && !waiting && !lots.some((each) => each.pieces.some(isOpen))) location.reload(); // now the boxes can be closed
    const isCut = queue.isOffline || queue.needsLogin;
    one("offline").hidden = !isCut && !queue.others;
    let said = queue.needsLogin ? words.login : fill(words.offline, { n: waiting });
    if (!isCut && queue.others) said = fill(words.others, { n: queue.others });
    put("offline-words", said);
    one("queue").hidden = !queue.rows.length;
    one("queue-rows").replaceChildren(...queue.rows.toReversed().map(rowOf));
    document.querySelectorAll("[data-needs-sync] button").forEach((button) => { button.disabled = waiting > 0; });
    showUndo();
  }

  function whatOf(body) {
    if (body.load_key) return fill(words.handover, { n: body.boxes });
    const piece = find(body);
    const net = body.kind === "weigh" ? `${number(body.gross_g - body.tare_g)} g` : words.reverse;
    return `${piece ? piece.order.slice(-6) : ""} ${fill(words.piece, { n: body.piece_no })} · ${net}`;
  }

  function rowOf(row) {
    const node = one("queue-row").content.cloneNode(true);
    one("row-what", node).textContent = whatOf(row.body);
    const clock = new Date(row.body.happened_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    one("row-note", node).textContent = row.refused || [clock, words.saved, row.photo ? words.with_photo : ""].filter(Boolean).join(" · ");
    const state = one("row-state", node);
    state.textContent = row.refused ? words.refused : words.waiting;
    state.classList.toggle("status--bad", Boolean(row.refused));
    const drop = one("row-drop", node);
    drop.hidden = !row.refused;
    drop.textContent = words.drop;
    drop.addEventListener("click", () => queue.remove(row.id));
    return node;
  }

  function showUndo() {
    const button = one("undo");
    if (!button) return;
    button.disabled = !last;
    if (last) put("undo-words", fill(words.undo, { n: last.piece.no }));
  }

  // The camera's picture is made small on the phone: it may wait there for a day.
  async function shrink(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, PHOTO_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
  }

  function showPhoto(blob) {
    const shown = one("photo-shown");
    if (photo) URL.revokeObjectURL(shown.src);
    photo = blob;
    shown.hidden = !blob;
    if (blob) shown.src = URL.createObjectURL(blob);
    put("photo-words", blob ? words.photo_done : words.photo_wanted);
    put("photo-verb", blob ? words.photo_again : words.photo_take);
  }

  async function takePhoto(event) {
    const file = event.target.files[0];
    event.target.value = "";
    if (file) showPhoto(await shrink(file).catch(() => null));
  }

  async function record(event) {
    event.preventDefault();
    const piece = current();
    const seen = judge();
    if (!piece || !seen) { input.focus(); return; }
    const tare = Number(form.elements.tare_g.value || 0);
    input.value = "";
    const row = await queue.add({ kind: "weigh", line_ref: piece.line, piece_no: piece.no, gross_g: seen.gross, tare_g: tare }, photo);
    showPhoto(null);
    last = { piece, row };
    navigator.vibrate?.(30);
    show();
    input.focus({ preventScroll: true });
  }

  // Not sent yet: it never happened. Sent: a reversing record follows.
  async function undo() {
    if (!last) return;
    const { piece, row } = last;
    last = null;
    const kept = queue.waiting.find((each) => each.id === row.id);
    if (kept && !kept.tried) await queue.remove(row.id);
    else await queue.add({ kind: "reverse", line_ref: piece.line, piece_no: piece.no, of_seq: row.body.seq });
    piece.state = "missing";
    piece.net = null;
    show();
  }

  if (form) {
    form.noValidate = true;
    form.addEventListener("submit", record);
    form.addEventListener("input", judge);
    one("more").hidden = false;
    one("photo").hidden = false;
    showPhoto(null);
    one("photo-input").addEventListener("change", takePhoto);
    one("swap").addEventListener("click", () => { input.value = ""; judge(); input.focus(); });
    one("undo").addEventListener("click", undo);
    one("next").addEventListener("click", () => openLot(nextLot()?.ref));
    document.getElementById("lots").addEventListener("click", (event) => {
      const row = event.target.closest("[data-lot-row]");
      if (row && openLot(row.dataset.lotRow)) event.preventDefault();
    });
    // The keys of the page change the value without an input event.
    form.addEventListener("click", (event) => { if (event.target.closest("[data-key]")) judge(); });
    // A scale that works as a keyboard types wherever the focus is: its digits belong to the readout.
    document.addEventListener("keydown", (event) => {
      const isElsewhere = !["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement?.tagName);
      if (isElsewhere && /^[0-9+]$/.test(event.key) && !event.ctrlKey && !event.metaKey) input.focus({ preventScroll: true });
    });
  }
  // Refused on plain http outside this machine: then the page itself still queues.
  navigator.serviceWorker?.register(root.dataset.worker, { scope: "/" }).catch(() => {});
  one("sync")?.addEventListener("click", () => queue.flush());
  queue.start().then(() => { hasWork = lots.some((each) => each.pieces.some(isOpen)); show(); });
})();
