// A button that copies the text of the element it names. Without script, or where a browser does not allow it, the text can be marked by hand.
for (const button of document.querySelectorAll('[data-copy]')) {
  const said = document.getElementById(button.dataset.told)
  button.hidden = false
  button.addEventListener('click', async () => {
    const from = document.getElementById(button.dataset.copy)
    try {
      await navigator.clipboard.writeText(from.textContent.trim())
      said.textContent = button.dataset.done
    } catch {
      getSelection().selectAllChildren(from)
      said.textContent = button.dataset.failed
    }
  })
}
