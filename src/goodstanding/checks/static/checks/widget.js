// Puts our check form, or a link to it, into a page of an office system. Copied there as it stands; it reads no cookie, holds no token
// and tells the page nothing back: whoever asks is signed in at our site, in his own browser.
//
//   <div data-goodstanding-check data-code="…" data-matter="…" data-purpose="procurement"></div>
//   <script src="https://credit.example.cn/static/checks/widget.js" defer></script>
//
// data-frame: in a frame instead of a new window, where our site allows that system and both are of one domain. data-language="en".
(() => {
  const here = new URL(document.currentScript.src)
  const words = { zh: '信用核查', en: 'Credit check' }
  const fill = (place) => {
    const { code = '', matter = '', purpose = '', language = 'zh', frame } = place.dataset
    const english = language === 'en'
    const address = new URL(`${english ? '/en' : ''}/desk/checks/${frame === undefined ? '' : 'frame'}`, here.origin)
    for (const [name, value] of Object.entries({ code, matter, purpose })) if (value) address.searchParams.set(name, value)
    let made
    if (frame === undefined) {
      made = document.createElement('a')
      made.href = address.href
      made.target = '_blank'
      made.rel = 'noopener noreferrer'
      made.textContent = english ? words.en : words.zh
    } else {
      made = document.createElement('iframe')
      made.src = address.href
      made.title = english ? words.en : words.zh
      made.referrerPolicy = 'no-referrer'
      made.setAttribute('sandbox', 'allow-forms allow-same-origin allow-scripts allow-popups allow-popups-to-escape-sandbox')
      made.style.cssText = 'width:100%;min-height:560px;border:0'
    }
    place.replaceChildren(made)
  }
  document.querySelectorAll('[data-goodstanding-check]').forEach(fill)
})()
