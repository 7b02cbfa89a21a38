// What HTML alone cannot do: copy a quote, follow a link inside the app without loading it anew, put the focus into a box,
// scroll to a quoted place, and come back to where one was reading.

const PATIENCE_MS = 3000; // the page's parts may appear after this one

export default function ({ data }) {
  const here = (window.kb ??= listen());
  const { back, shown } = here;
  here.back = undefined;
  here.shown = address();
  if (here.shown === shown) return; // a rerun of the same page must not take the reader elsewhere
  if (back) whenThere("[data-testid=stMain]", (main) => scrollBack(main, back));
  else if (data.show) whenThere(data.show, show);
  else if (data.focus) whenThere(data.focus, (box) => box.focus({ preventScroll: true }));
}

// Once for the window: pages come and go, their listeners stay.
function listen() {
  const here = { scrolled: new Map() };
  document.addEventListener("click", copy);
  document.addEventListener("click", (event) => follow(event, here));
  addEventListener("popstate", () => (here.back = here.scrolled.get(address())));
  document.addEventListener("scroll", (event) => here.scrolled.set(address(), event.target.scrollTop), { capture: true });
  return here;
}

const address = () => location.pathname + location.search;

function whenThere(selector, act, until = performance.now() + PATIENCE_MS) {
  const found = document.querySelector(selector);
  if (found) act(found);
  else if (performance.now() < until) requestAnimationFrame(() => whenThere(selector, act, until));
}

function show(place) {
  place.scrollIntoView({ block: "center" });
  place.focus({ preventScroll: true });
}

// The page grows while it is drawn: until it is high enough, or a reader scrolls, nothing is reached.
function scrollBack(main, top, until = performance.now() + PATIENCE_MS) {
  main.scrollTop = top;
  if (Math.abs(main.scrollTop - top) > 1 && performance.now() < until) requestAnimationFrame(() => scrollBack(main, top, until));
}

// To Streamlit a new entry of the history with a popstate is what Forward is: it shows that page without loading the app anew.
function follow(event, here) {
  const link = event.target.closest?.(".kb a[href*='?']");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin) return;
  event.preventDefault();
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  here.back = undefined;
}

async function copy(event) {
  const button = event.target.closest?.("button[data-copied]");
  if (!button) return;
  const told = (await write(button.previousElementSibling)) ? button.dataset.copied : button.dataset.notCopied;
  const label = (button.dataset.label ??= button.textContent);
  button.textContent = told;
  announce(told);
  setTimeout(() => (button.textContent = label), 2000);
}

async function write(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    // no clipboard without https, but on this machine: copy what is selected, as the keyboard does
    getSelection().selectAllChildren(element);
    return document.execCommand("copy");
  }
}

function announce(text) {
  let live = document.getElementById("kb-live");
  if (!live) {
    live = Object.assign(document.createElement("div"), { id: "kb-live", role: "status", className: "kb-hidden" });
    document.querySelector("[data-testid=stMain]").append(live);
  }
  live.textContent = text;
}
