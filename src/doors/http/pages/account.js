// What the pages for setting up, signing in and the second factor do: send a form's fields as JSON
// to the API, show what was wrong beside the field, and show or open what comes next. No page needs
// more of this script than that, and none loads another.
"use strict";

let csrf = "";

async function ask(method, path, fields) {
  const headers = { "Accept-Language": document.documentElement.lang };
  if (csrf !== "") {
    headers["X-CSRF-Token"] = csrf;
  }
  let body;
  if (method !== "GET" && method !== "DELETE") {
    headers["Content-Type"] = "application/json";
    headers["Idempotency-Key"] = crypto.getRandomValues(new Uint32Array(4)).join("-");
    body = JSON.stringify(fields);
  }
  const response = await fetch(path, { method, headers, body });
  csrf = response.headers.get("X-CSRF-Token") || csrf;
  const answer = await response.json();
  if (answer.csrf) {
    csrf = answer.csrf;
  }
  return { good: response.ok, answer };
}

function clear(form) {
  for (const each of form.querySelectorAll("[role=alert]")) {
    each.textContent = "";
  }
  for (const input of form.elements) {
    input.removeAttribute("aria-invalid");
  }
}

function showProblem(form, problem) {
  let detail = problem.detail;
  let first = true;
  for (const fault of problem.faults || []) {
    const name = (fault.pointer || "").slice(1);
    const input = form.elements.namedItem(name);
    const place = document.getElementById(name + "-fault");
    if (input === null || place === null) {
      if (fault.code !== "retry_after") {
        detail += " " + fault.detail;
      }
      continue;
    }
    place.textContent = fault.detail;
    input.setAttribute("aria-invalid", "true");
    if (first) {
      input.focus();
      first = false;
    }
  }
  form.querySelector(".problem").textContent = detail;
}

function show(id, answer) {
  for (const step of document.querySelectorAll("[data-step]")) {
    step.hidden = step.id !== id;
  }
  const now = document.getElementById(id);
  for (const place of now.querySelectorAll("[data-answer]")) {
    const text = answer[place.dataset.answer];
    // A key that is typed off the screen is read in groups of four.
    place.textContent = Array.isArray(text) ? text.join("\n") : place.dataset.inFours === undefined ? text : text.match(/.{1,4}/g).join(" ");
  }
  for (const place of now.querySelectorAll("[data-answer-link]")) {
    place.href = answer[place.dataset.answerLink];
  }
  const heading = now.querySelector("h2");
  if (heading !== null) {
    heading.focus();
  }
}

async function send(form) {
  const fields = {};
  for (const input of form.elements) {
    if (input.name !== "" && input.value !== "") {
      fields[input.name] = input.value;
    }
  }
  if (form.dataset.link !== undefined) {
    fields.link = location.hash.slice(1);
  }
  clear(form);
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const { good, answer } = await ask("POST", form.dataset.path, fields);
    if (!good) {
      showProblem(form, answer);
    } else if (answer.second_factor_needed) {
      location.assign("second-factor");
    } else if (form.dataset.open !== undefined) {
      location.assign(form.dataset.open);
    } else {
      if (form.dataset.link !== undefined) {
        history.replaceState(null, "", location.pathname);  // the link was used: out of the history
      }
      show(form.dataset.next, answer);
    }
  } catch {
    form.querySelector(".problem").textContent = form.dataset.unreachable;
  } finally {
    button.disabled = false;
  }
}

async function begin() {
  for (const form of document.querySelectorAll("form[data-path]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
  const linked = document.querySelector("form[data-link]");
  if (linked !== null) {
    if (location.hash.length < 2) {
      linked.querySelector(".problem").textContent = linked.dataset.link;
      linked.querySelector("button").disabled = true;
    }
    // The same page in the other language needs the link as well.
    for (const other of document.querySelectorAll("nav a")) {
      other.hash = location.hash;
    }
  }
  // Who is signed in: a page that was loaded anew needs the token for changes, and the start page
  // says it.
  const who = document.querySelector("[data-who]");
  if (who === null) {
    return;
  }
  const { good, answer } = await ask("GET", "/api/account");
  for (const each of document.querySelectorAll("[data-when]")) {
    each.hidden = (each.dataset.when === "signed-in") !== good;
  }
  if (good) {
    who.textContent = answer.person;
    const out = document.querySelector("[data-sign-out]");
    if (out !== null) {
      out.addEventListener("click", async () => {
        await ask("DELETE", "/api/session");
        location.reload();
      });
    }
  }
}

begin();
