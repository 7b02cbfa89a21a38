// Tells the page which quotes its reader keeps in this browser, and again whenever that changes.

export default function ({ data, setStateValue }) {
  let told = data.told && JSON.stringify(data.told); // telling the same again would run the page for ever
  const tell = () => {
    const now = localStorage.getItem(`kb-kept:${data.name}`) ?? "[]";
    if (now === told) return;
    told = now;
    setStateValue("kept", JSON.parse(now));
  };
  tell();
  addEventListener("kb-kept", tell);
  addEventListener("storage", tell);
  return () => {
    removeEventListener("kb-kept", tell);
    removeEventListener("storage", tell);
  };
}
