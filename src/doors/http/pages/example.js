// The page /example of a demonstration: reckons the code of the second factor (RFC 6238, as
// access/totp.h) from the key that stands on the page, so that one click signs in. Nothing here
// weakens signing in: whoever can read the page knows password and key.
"use strict";

const stepSeconds = 30;

function bytesOf(base32) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const letter of base32) {
    held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return new Uint8Array(bytes);
}

async function codeOf(base32, step) {
  const key = await crypto.subtle.importKey("raw", bytesOf(base32), { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setUint32(0, Math.floor(step / 2 ** 32));
  counter.setUint32(4, step >>> 0);
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  const number = mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, "0");
}

// A code is good once for an account. The server takes that of the next step too, so whoever comes
// back at once waits for the step after that at most.
function usedBy(form) {
  return Number(sessionStorage.getItem("step of " + form.elements.name.value) || 0);
}

async function refresh() {
  const now = Math.floor(Date.now() / 1000 / stepSeconds);
  for (const place of document.querySelectorAll("[data-example-code]")) {
    place.textContent = await codeOf(place.dataset.exampleKey, now);
  }
  for (const form of document.querySelectorAll("form[data-example-key]")) {
    const step = Math.max(now, usedBy(form) + 1);
    form.dataset.step = step;
    form.elements.code.value = await codeOf(form.dataset.exampleKey, step);
    form.querySelector("button").disabled = step > now + 1;
  }
}

for (const form of document.querySelectorAll("form[data-example-key]")) {
  form.addEventListener("submit", () => {
    sessionStorage.setItem("step of " + form.elements.name.value, form.dataset.step);
  });
}
refresh();
setInterval(refresh, 1000);
