// What Shiny has no element for: a click on a face of the figure, and the
// clipboard. Everything else is the server's.
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
