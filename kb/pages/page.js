// What HTML alone cannot do: copy a quote, follow a link inside the app without loading it anew, put the focus where a reader
// goes on, scroll to a quoted place, come back to where one was reading, and print what is folded.

const PATIENCE_MS = 3000; // the page's parts may appear after this one

export default function ({ data }) {
  const here = (window.kb ??= listen());
  const { back, shown } = here;
  Object.assign(here, { back: undefined, shown: data.state, address: address() });
  if (data.state === shown) return; // a rerun of the same page must not take the reader elsewhere
  if (back) scrollMain(back);
  else if (location.hash) whenThere(`[id="${CSS.escape(location.hash.slice(1))}"]`, show);
  else if (data.show) whenThere(data.show, show);
  else if (data.focus) whenThere(data.focus, focus);
  else if (data.news && shown !== undefined && document.activeElement?.tagName !== "INPUT") {
    whenThere(data.news, focus);
    scrollMain(0);
  }
}

// Once for the window: pages come and go, their listeners stay.
function listen() {
  const here = { scrolled: new Map(), address: address() };
  document.addEventListener("click", copy);
  document.addEventListener("click", (event) => follow(event, here));
  document.addEventListener("scroll", (event) => remember(event.target, here), { capture: true });
  addEventListener("popstate", () => returned(here));
  addEventListener("beforeprint", () => document.querySelectorAll(".kb-rest").forEach((each) => (each.open = true)));
  return here;
}

function remember(scrolled, here) {
  if (scrolled.dataset?.testid === "stMain") here.scrolled.set(location.href, scrolled.scrollTop);
}

const address = () => location.pathname + location.search;

// Back or Forward to another page waits until it is shown; to another place of this page it does not.
function returned(here) {
  const isSamePage = address() === here.address;
  Object.assign(here, { back: here.scrolled.get(location.href), address: address() });
  if (isSamePage) scrollMain(here.back ?? 0);
}

function whenThere(selector, act, until = performance.now() + PATIENCE_MS) {
  const found = document.querySelector(selector);
  if (found) act(found);
  else if (performance.now() < until) requestAnimationFrame(() => whenThere(selector, act, until));
}

const focus = (place) => place.focus({ preventScroll: true });

function show(place) {
  place.scrollIntoView({ block: "center" });
  focus(place);
}

// The page grows while it is drawn: until it is high enough, its end is not reached.
function scrollMain(top, until = performance.now() + PATIENCE_MS) {
  const main = document.querySelector("[data-testid=stMain]");
  if (main) main.scrollTop = top;
  if (Math.abs((main?.scrollTop ?? -1) - top) > 1 && performance.now() < until) requestAnimationFrame(() => scrollMain(top, until));
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
