// A little help where scripts run: every page works without this file.
"use strict";

const later = (wait, run) => {
  let timer;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => run(...given), wait); };
};

// A summary of errors is where reading goes on.
document.querySelector("[data-focus]")?.focus();

// Live counts: form[data-live="/address"] sends what is typed, and shows the words that come back in [data-live-into].
for (const form of document.querySelectorAll("form[data-live]")) {
  const into = form.querySelector("[data-live-into]");
  let turn = 0;
  const ask = later(250, async () => {
    const mine = ++turn;
    const answer = await fetch(form.dataset.live, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (answer?.ok && mine === turn) into.textContent = await answer.text();
  });
  form.addEventListener("input", ask);
  form.addEventListener("change", ask);
}

// Save as you go: form[data-save] is sent where it would be sent anyway; [data-save-into] says how it went. One after the
// other: each brings the mark of what is on file that the one before left.
for (const form of document.querySelectorAll("form[data-save]")) {
  const into = form.querySelector("[data-save-into]");
  let turn = Promise.resolve();
  const send = async () => {
    into.textContent = form.dataset.saving;
    const options = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
    const answer = await fetch(form.action, options).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (told?.mark) form.elements.mark.value = told.mark;
    into.textContent = told?.said ?? (answer?.ok ? form.dataset.saved : form.dataset.unsaved);
  };
  form.addEventListener("change", later(600, () => { turn = turn.then(send); }));
}

// Long work: [data-follow="/address"] asks for its own markup again until the answer no longer follows anything.
const follow = (box) => setTimeout(async () => {
  const answer = await fetch(box.dataset.follow, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return follow(box);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(box.id);
  if (!fresh) return location.reload();
  box.replaceWith(fresh);
  if (fresh.dataset.follow) follow(fresh);
}, 2000);
document.querySelectorAll("[data-follow]").forEach(follow);

// A long list that finds as one types: select[data-search] keeps the value, a field in front of it does the finding.
const options = (select, typed) => {
  const words = typed.toLocaleLowerCase().split(/\s+/);
  return [...select.options].filter((each) => each.value && words.every((word) => each.text.toLocaleLowerCase().includes(word)))
    .slice(0, 12).map((each) => ({ value: each.value, label: each.text, under: "" }));
};

for (const select of document.querySelectorAll("select[data-search]")) {
  const box = document.createElement("div");
  const field = document.createElement("input");
  const list = document.createElement("ul");
  let found = [], at = -1, turn = 0;
  box.className = "picker";
  list.id = `${select.id}-list`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  }
  const told = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id, autocomplete: "off" };
  Object.entries(told).forEach(([name, value]) => field.setAttribute(name, value));
  field.type = "text";
  field.value = select.value ? select.selectedOptions[0].text : "";
  field.id = select.id;
  select.id = `${select.id}-all`;
  select.hidden = true;
  select.before(box);
  box.append(field, list);
  list.setAttribute("aria-label", document.querySelector(`label[for="${field.id}"]`).textContent);

  const close = () => { list.hidden = true; at = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const choose = (each) => { select.value = each.value; field.value = each.label; close(); select.dispatchEvent(new Event("change", { bubbles: true })); };
  const point = (to) => {
    at = to;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    if (at >= 0) { field.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  const show = later(120, async () => {
    const mine = ++turn, typed = field.value.trim(), source = select.dataset.search;
    const answer = source ? await fetch(`${source}?q=${encodeURIComponent(typed)}`).catch(() => null) : null;
    if (mine !== turn) return;
    found = answer?.ok ? await answer.json() : options(select, typed);
    list.replaceChildren(...found.map((each, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      item.textContent = each.label;
      if (each.under) { const under = document.createElement("div"); under.className = "small soft"; under.textContent = each.under; item.append(under); }
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(each); });
      return item;
    }));
    if (!found.length) { const none = document.createElement("li"); none.textContent = select.dataset.none; none.setAttribute("role", "option"); none.setAttribute("aria-disabled", "true"); list.append(none); }
    list.hidden = false; field.setAttribute("aria-expanded", "true"); point(-1);
  });
  field.addEventListener("input", () => { select.value = ""; show(); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) show();
    else if (event.key === "ArrowDown") point(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") point(Math.max(at - 1, 0));
    else if (event.key === "Enter" && at >= 0) choose(found[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
