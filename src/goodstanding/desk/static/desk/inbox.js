// j and k go through the tasks; Enter opens the one that has the focus, as on any link.
const tasks = [...document.querySelectorAll('[data-task]')]
const STEPS = { j: 1, k: -1 }

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('textarea, select, input')
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing || !(event.key in STEPS)) return
  const at = tasks.indexOf(document.activeElement)
  const next = tasks[at < 0 ? 0 : Math.min(Math.max(at + STEPS[event.key], 0), tasks.length - 1)]
  next?.focus()
  event.preventDefault()
})
