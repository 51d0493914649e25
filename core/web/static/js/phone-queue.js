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
    constructor({ url, user, org, csrf, changed }) {
      Object.assign(this, { url, user, org, csrf, changed });
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

    async add(action) {
      const body = { ...action, device: device(), seq: nextNumber(), happened_at: new Date().toISOString() };
      const row = { user: this.user, org: this.org, body };
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
      let answer;
      row.tried = true; // it may have arrived even if the answer does not
      await promised(this.store("readwrite").put(row));
      try {
        answer = await fetch(this.url, {
          method: "POST", credentials: "same-origin", redirect: "manual",
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
          body: JSON.stringify(row.body),
        });
      } catch {
        this.isOffline = true;
        return false;
      }
      this.isOffline = false;
      const said = await answer.json().catch(() => null);
      this.needsLogin = answer.type === "opaqueredirect" || answer.status === 401;
      if (answer.ok && said) {
        await promised(this.store("readwrite").delete(row.id));
        this.answered?.(row, said);
        return true;
      }
      if (said?.is_final && !NOT_FINAL.includes(answer.status)) {
        await promised(this.store("readwrite").put({ ...row, refused: said.words }));
        this.refused?.(row, said);
        return true;
      }
      return false;
    }
  }

  return { Queue };
})();
window.PhoneQueue = PhoneQueue;
