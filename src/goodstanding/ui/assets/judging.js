// Keys for the queue: everything they do is a radio, a button or a link on the page, so that it works without them too.
const form = document.querySelector('[data-judging]')
const choices = () => [...form.querySelectorAll('input[name=organisation]')]

function choose(choice) {
  if (!choice) return
  choice.checked = true
  choice.focus()
  choice.closest('[data-choice]').scrollIntoView({ block: 'nearest' })
}

function step(by) {
  const all = choices()
  const at = all.findIndex((one) => one.checked)
  choose(all[Math.min(Math.max(at + by, 0), all.length - 1)] ?? all[0])
}

function press(key) {
  const wanted = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
  if (!wanted) return false
  if (wanted instanceof HTMLDetailsElement) wanted.open = !wanted.open
  else wanted.click()
  return true
}

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('textarea, select, input:not([type=radio]):not([type=checkbox])')
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing) return
  const moves = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }
  if (form && event.key in moves) step(moves[event.key])
  else if (form && /^[1-9]$/.test(event.key)) choose(choices()[Number(event.key) - 1])
  else if (!press(event.key === '？' ? '?' : event.key.toLowerCase())) return
  event.preventDefault()
})
