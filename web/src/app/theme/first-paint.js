// Chooses light or dark before the first paint. Built into a small hashed file of its own.
((root) => {
  let choice = null;
  try {
    choice = localStorage.getItem("kontaly.theme");
  } catch {
    // Storage may be forbidden; the system's choice will do.
  }
  const dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
})(document.documentElement);
