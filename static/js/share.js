// "Kopieer de link" shows where it can work, and says that it did.
const button = document.querySelector("[data-copy]");
if (button && navigator.clipboard) {
  const status = button.parentNode.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      status.textContent = "Gekopieerd";
    } catch {
      status.textContent = "Dat lukte niet. Kopieer het adres bovenin je scherm.";
    }
  });
}
