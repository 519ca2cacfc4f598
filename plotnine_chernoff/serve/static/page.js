// What Shiny has no element for: a click on a face of the figure, the
// clipboard, and faces that are refused. Everything else is the server's.
document.addEventListener("click", (event) => {
  const face = event.target.closest("[data-row]");
  if (face) {
    Shiny.setInputValue("kept", Number(face.dataset.row), {
      priority: "event",
    });
  }
  const copy = event.target.closest("[data-copies]");
  if (copy) {
    const field = document.getElementById(copy.dataset.copies);
    navigator.clipboard
      .writeText(field.value ?? field.innerText)
      .then(() => (copy.textContent = "Copied"));
  }
});

// While the server loads its network, or is busy, faces get 503.
document.addEventListener(
  "error",
  ({ target }) => {
    const tries = Number(target.dataset?.tries ?? 0);
    if (target.matches?.("img[src^='face?']") && tries < 20) {
      target.dataset.tries = tries + 1;
      setTimeout(() => (target.src = target.getAttribute("src")), 3000);
    }
  },
  true,
);
