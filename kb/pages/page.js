// What HTML alone cannot do: copy and keep a quote, follow a link inside the app without loading it anew, open an article beside
// what quotes it, put the focus where a reader goes on, scroll to a quoted place, and come back to where one was reading.

const PATIENCE_MS = 3000; // the page's parts may appear after this one
const WIDE = 1280; // from here on an article has room beside what quotes it
const KEPT = "kb-kept";

export default function ({ data }) {
  const here = (window.kb ??= listen());
  const { back, shown } = here;
  Object.assign(here, { back: undefined, shown: data.state, isBeside: data.beside, name: data.name, address: address() });
  tellKept();
  if (data.state === shown) return; // a rerun of the same page must not take the reader elsewhere
  if (back !== undefined) scrollMain(back);
  if (data.show && (back === undefined || data.beside)) whenThere(data.show, show);
  else if (back !== undefined) return;
  else if (location.hash) whenThere(`[id="${CSS.escape(location.hash.slice(1))}"]`, show);
  else if (data.focus) whenThere(data.focus, focus);
  else if (data.news && shown !== undefined && !document.activeElement?.matches(".st-key-question input")) {
    whenThere(data.news, focus);
    scrollMain(0);
  }
}

// Once for the window: pages come and go, their listeners stay.
function listen() {
  const here = { scrolled: new Map(), address: address() };
  document.addEventListener("click", copy);
  document.addEventListener("click", keep);
  document.addEventListener("click", (event) => follow(event, here));
  document.addEventListener("keydown", (event) => event.key === "Escape" && document.querySelector(".kb-close")?.click());
  document.addEventListener("scroll", (event) => remember(event.target, here), { capture: true });
  addEventListener("popstate", () => returned(here));
  addEventListener("storage", tellKept);
  new MutationObserver(() => soon(here)).observe(document.body, { subtree: true, childList: true });
  return here;
}

// At most once a frame, however many parts of the page have changed.
function soon(here) {
  here.frame ??= requestAnimationFrame(() => {
    here.frame = undefined;
    tellKept();
  });
}

function remember(scrolled, here) {
  if (scrolled.dataset?.testid === "stMain") here.scrolled.set(location.href, scrolled.scrollTop);
}

const address = () => location.pathname + location.search;
const main = () => document.querySelector("[data-testid=stMain]");

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
  if (main()) main().scrollTop = top;
  if (Math.abs((main()?.scrollTop ?? -1) - top) > 1 && performance.now() < until) requestAnimationFrame(() => scrollMain(top, until));
}

// To Streamlit a new entry of the history with a popstate is what Forward is: it shows that page without loading the app anew.
function follow(event, here) {
  const link = event.target.closest?.(".kb a[href]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  const isBeside = link.matches(".kb-source, q a") && innerWidth >= WIDE && here.isBeside;
  const to = isBeside ? besideHere(link) : link.href;
  if (to === location.href) return;
  const isClosing = link.matches(".kb-close");
  const top = main()?.scrollTop;
  if (isBeside) here.opener = `${link.matches(".kb-source") ? ".kb-source" : "q a"}[href="${CSS.escape(link.getAttribute("href"))}"]`;
  history.pushState({}, "", to);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  here.back = isClosing || isBeside ? top : undefined;
  if (isClosing && here.opener) whenThere(here.opener, focus);
}

function besideHere(link) {
  const to = new URL(location.href);
  to.searchParams.set("cite", new URL(link.href).searchParams.get("cite"));
  to.hash = "";
  return to.href;
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
    await navigator.clipboard.write([rich(element)]);
    return true;
  } catch {
    // no clipboard without https, but on this machine: copy what is selected, as the keyboard does
    getSelection().selectAllChildren(element);
    return document.execCommand("copy");
  }
}

// Italics stay where they are pasted into a text that has them.
function rich(element) {
  const as = (type, text) => [type, new Blob([text], { type })];
  const html = element.innerHTML.replaceAll("\n", "<br>");
  return new ClipboardItem(Object.fromEntries([as("text/html", html), as("text/plain", element.textContent)]));
}

// What a reader keeps stays in this browser: under the name of what is asked, for one machine may serve several.
const shelf = () => `${KEPT}:${window.kb.name}`;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(shelf())) ?? [];
  } catch {
    return [];
  }
}

function keep(event) {
  const button = event.target.closest?.("button[data-keep]");
  if (!button) return;
  const cite = button.dataset.keep;
  const before = kept();
  const now = before.includes(cite) ? before.filter((each) => each !== cite) : [...before, cite];
  try {
    localStorage.setItem(shelf(), JSON.stringify(now));
  } catch {
    announce(button.dataset.notKept);
  }
  tellKept();
  dispatchEvent(new Event(KEPT));
}

// Each button says whether its quote is kept, and the bar how many are.
function tellKept() {
  const cites = kept();
  for (const button of document.querySelectorAll("button[data-keep]")) {
    const isKept = String(cites.includes(button.dataset.keep));
    if (button.getAttribute("aria-pressed") !== isKept) button.setAttribute("aria-pressed", isKept);
  }
  const link = document.querySelector(".kb-bar a[href='./quotes']");
  const count = cites.length ? String(cites.length) : "";
  if (link && (link.dataset.count ?? "") !== count) link.dataset.count = count;
}

function announce(text) {
  let live = document.getElementById("kb-live");
  if (!live) {
    live = Object.assign(document.createElement("div"), { id: "kb-live", role: "status", className: "kb-hidden" });
    main().append(live);
  }
  live.textContent = text;
}
