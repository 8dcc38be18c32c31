// What `Page` runs in the window's page: it goes there as text, so that none of it knows of anything outside of itself. What one
// finds for another is marked with `data-found`.

export function rest(done) {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200)));
}

export function focusOn(selector) {
  const all = [...document.querySelectorAll(selector)];
  // Of the rows of a list, Tab comes to one alone.
  (all.find((one) => one.tabIndex === 0) ?? all[0])?.focus();
  return all.length > 0;
}

export function pressOn(selector) {
  const element = document.querySelector(selector);
  element?.click();
  return element !== null;
}

export function valueIn(selector) {
  return document.querySelector(selector)?.value ?? null;
}

export function sourceOfPage() {
  return document.documentElement.outerHTML;
}

export function sizeOfPage() {
  return `${innerWidth} ${innerHeight}`;
}

export function visibleText(selector) {
  for (const element of document.querySelectorAll(selector)) {
    if (element.getClientRects().length > 0) return element.innerText || element.value || " ";
  }
  return null;
}

export function countOf(selector) {
  return document.querySelectorAll(selector).length;
}

export function markControl(selector, name) {
  document.querySelector("[data-found]")?.removeAttribute("data-found");
  const named = (element) => {
    if (name === null) return true;
    const said = element.getAttribute("aria-label") ?? element.innerText;
    return said.trim() === name || said.trim().split("\n")[0] === name;
  };
  for (const element of document.querySelectorAll(selector)) {
    const usable =
      element.getClientRects().length > 0 && !element.disabled && element.ariaDisabled !== "true";
    if (!usable || !named(element)) continue;
    element.scrollIntoView({ block: "center" });
    element.setAttribute("data-found", "");
    return true;
  }
  return false;
}

export function markField(label) {
  document.querySelector("[data-found]")?.removeAttribute("data-found");
  for (const element of document.querySelectorAll('input, textarea, [contenteditable="true"]')) {
    const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    const names = [
      element.getAttribute("aria-label"),
      ...ids.map((id) => document.getElementById(id)?.textContent),
      ...[...(element.labels ?? [])].map((own) => own.textContent),
    ];
    const fits = names.some(
      (name) =>
        name
          ?.replace(/[\s*]+$/, "")
          .replace(/\(required\)$/, "")
          .trim() === label,
    );
    if (!fits || element.getClientRects().length === 0 || element.disabled) continue;
    element.scrollIntoView({ block: "center" });
    element.setAttribute("data-found", "");
    return true;
  }
  return false;
}

export function valueOf() {
  return document.querySelector("[data-found]")?.value ?? null;
}

export function markPicker(label) {
  document.querySelector("[data-found]")?.removeAttribute("data-found");
  for (const button of document.querySelectorAll('button[aria-haspopup="listbox"]')) {
    const ids = (button.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    const names = ids.map((id) => document.getElementById(id)?.textContent.trim());
    if (!names.includes(label) || button.disabled) continue;
    button.setAttribute("data-found", "");
    return true;
  }
  return false;
}

/** Whether it is where it was, so many milliseconds and two pictures later. */
export function staysFor(ms, done) {
  const place = () => JSON.stringify(document.querySelector("[data-found]")?.getBoundingClientRect());
  const before = place();
  const look = () => setTimeout(() => done(before !== undefined && place() === before), ms);
  requestAnimationFrame(() => requestAnimationFrame(look));
}

export function focusFound() {
  document.querySelector("[data-found]").focus();
}

export function isInFound(text) {
  return document.querySelector("[data-found]").textContent.includes(text);
}

export function scrollTo(list, row) {
  const box = document.querySelector(list);
  if (!box) return false;
  if (box.querySelector(row)) return true;
  const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 1;
  box.scrollTop = isAtEnd ? 0 : box.scrollTop + box.clientHeight;
  return false;
}

export function hasNotice(text) {
  return [...document.querySelectorAll('[data-testid="notice"]')].some((notice) =>
    notice.innerText.includes(text),
  );
}

export function isComplete() {
  return document.documentElement.dataset.complete !== undefined;
}

export function closeNotices() {
  const shown = [...document.querySelectorAll('[data-testid="notice"]')];
  for (const notice of shown) notice.querySelector('button[aria-label="Dismiss"]')?.click();
  return shown.length === 0;
}

export function scrollToTop() {
  document
    .querySelector('[data-testid="profile-form"]')
    .closest("main")
    .querySelectorAll("*")
    .forEach((element) => {
      element.scrollTop = 0;
    });
}
