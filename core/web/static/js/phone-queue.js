// A queue of actions on the phone: kept in IndexedDB until the server has answered, sent in order, each with its own number.
"use strict";

const PhoneQueue = (() => {
  const DATABASE = "minning-phone";
  const STORE = "actions";
  const RETRY_MS = 15000;
  const NOT_FINAL = [401, 408, 425, 429];

  const promised = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  const open = () => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    return promised(request);
  };

  // The phone's own name and running number: together with line and piece they make an action count once.
  const device = () => {
    let name = localStorage.getItem("minning-device");
    if (!name) {
      name = "phone-" + Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, "0")).join("");
      localStorage.setItem("minning-device", name);
    }
    return name;
  };
  const nextNumber = () => {
    const number = Math.max(Number(localStorage.getItem("minning-seq") || 0) + 1, 1);
    localStorage.setItem("minning-seq", String(number));
    return number;
  };

  class Queue {
    constructor({ url, photoUrl, user, org, csrf, changed }) {
      Object.assign(this, { url, photoUrl, user, org, csrf, changed });
      this.rows = [];
      this.isSending = false;
      this.isOffline = !navigator.onLine;
      this.needsLogin = false;
    }

    async start() {
      this.database = await open();
      await this.reload();
      window.addEventListener("online", () => this.flush());
      window.addEventListener("offline", () => { this.isOffline = true; this.changed(this); });
      document.addEventListener("visibilitychange", () => { if (!document.hidden) this.flush(); });
      setInterval(() => this.flush(), RETRY_MS);
      await this.flush();
    }

    store(mode) { return this.database.transaction(STORE, mode).objectStore(STORE); }

    async reload() {
      const all = await promised(this.store("readonly").getAll());
      this.rows = all.filter((row) => row.user === this.user && row.org === this.org);
      this.others = all.length - this.rows.length;
      this.changed(this);
    }

    get waiting() { return this.rows.filter((row) => !row.refused); }

    async add(action, photo = null, url = this.url) {
      const body = { ...action, device: device(), seq: nextNumber(), happened_at: new Date().toISOString() };
      const row = { user: this.user, org: this.org, url, body, photo };
      row.id = await promised(this.store("readwrite").add(row));
      await this.reload();
      this.flush();
      return row;
    }

    async remove(id) {
      await promised(this.store("readwrite").delete(id));
      await this.reload();
    }

    // One after the other, oldest first; the first that gets no answer stops the round.
    async flush() {
      if (this.isSending || !this.database) return;
      this.isSending = true;
      try {
        for (const row of this.waiting) {
          if (!(await this.send(row))) break;
        }
      } finally {
        this.isSending = false;
        await this.reload();
      }
    }

    async send(row) {
      row.tried = true; // it may have arrived even if the answer does not
      await promised(this.store("readwrite").put(row));
      const acted = await this.ask(row.url, JSON.stringify(row.body), { "Content-Type": "application/json" });
      if (!acted) return false;
      if (acted.said.is_final) return this.refuse(row, acted.said);
      if (row.photo && !(await this.sendPhoto(row))) return false;
      await promised(this.store("readwrite").delete(row.id));
      this.answered?.(row, acted.said);
      return true;
    }

    // A photo that is refused does not take its weighing back: it is left out.
    async sendPhoto(row) {
      const form = new FormData();
      for (const name of ["line_ref", "piece_no", "device", "seq"]) form.set(name, row.body[name]);
      form.set("photo", row.photo, "scale.jpg");
      return this.ask(this.photoUrl, form, {});
    }

    async refuse(row, said) {
      await promised(this.store("readwrite").put({ ...row, refused: said.words }));
      this.refused?.(row, said);
      return true;
    }

    // What the server said, for good or bad; null when it said nothing that counts.
    async ask(url, body, headers) {
      let answer;
      try {
        answer = await fetch(url, {
          method: "POST", credentials: "same-origin", redirect: "manual",
          headers: { ...headers, "X-CSRFToken": this.csrf }, body,
        });
      } catch {
        this.isOffline = true;
        return null;
      }
      this.isOffline = false;
      this.needsLogin = answer.type === "opaqueredirect" || answer.status === 401;
      const said = await answer.json().catch(() => null);
      const isFinal = said?.is_final && !NOT_FINAL.includes(answer.status);
      return said && (answer.ok || isFinal) ? { said } : null;
    }
  }

  return { Queue };
})();
window.PhoneQueue = PhoneQueue;
