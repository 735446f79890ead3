// The search box as a combobox (WAI-ARIA): suggestions as one types, chosen with the arrow keys. Without this the box is a box.
const input = document.querySelector('[data-suggest]')
const list = input && document.getElementById(input.dataset.suggest)
const told = document.getElementById('q-told')

if (input && list && window.htmx) {
  let active = -1
  const options = () => [...list.querySelectorAll('[role=option]')]
  const set = (name, value) => input.setAttribute(name, value)

  const choose = number => {
    active = number
    options().forEach((option, at) => option.setAttribute('aria-selected', String(at === active)))
    const chosen = options()[active]
    if (chosen) { set('aria-activedescendant', chosen.id); chosen.scrollIntoView({ block: 'nearest' }) } else input.removeAttribute('aria-activedescendant')
  }
  const close = () => {
    htmx.trigger(input, 'htmx:abort')
    list.hidden = true
    set('aria-expanded', 'false')
    input.removeAttribute('aria-controls')
    choose(-1)
  }
  const open = () => {
    const some = options().length > 0
    list.hidden = list.childElementCount === 0
    set('aria-expanded', String(some))
    if (some) set('aria-controls', 'q-options'); else input.removeAttribute('aria-controls')
    choose(-1)
    const words = list.querySelector('[data-said]')
    if (told) told.textContent = words ? words.dataset.said : ''
  }

  set('role', 'combobox')
  set('aria-autocomplete', 'list')
  set('aria-haspopup', 'listbox')
  set('aria-expanded', 'false')
  list.hidden = true

  // An answer that comes when the box has gone, or holds something else by now, is not shown.
  list.addEventListener('htmx:beforeSwap', event => {
    const asked = event.detail.requestConfig?.parameters?.q ?? event.detail.requestConfig?.formData?.get('q')
    if (document.activeElement !== input || (asked !== undefined && asked !== input.value)) event.detail.shouldSwap = false
  })
  list.addEventListener('htmx:afterSwap', open)
  input.addEventListener('input', () => { if (!input.value.trim()) close() })
  input.addEventListener('blur', close)
  input.form.addEventListener('submit', close)
  list.addEventListener('mousedown', event => event.preventDefault())
  list.addEventListener('click', event => {
    const option = event.target.closest('[role=option]')
    if (option) location.assign(option.dataset.href)
  })
  input.addEventListener('keydown', event => {
    const count = options().length
    const shown = !list.hidden && count > 0
    if (event.isComposing) return
    if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); close() }
    else if (event.key === 'ArrowDown' && shown) { event.preventDefault(); choose((active + 1) % count) }
    else if (event.key === 'ArrowUp' && shown) { event.preventDefault(); choose(active <= 0 ? count - 1 : active - 1) }
    else if (event.key === 'Enter' && shown && active >= 0) { event.preventDefault(); location.assign(options()[active].dataset.href) }
  })
}
