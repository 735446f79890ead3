// Starts the components on a page. Pages work without any of this.
import { Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, Radios, SkipLink, createAll } from './components.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink]) createAll(component)
const zh = document.documentElement.lang.startsWith('zh')
createAll(FileUpload, zh ? {
  i18n: {
    chooseFilesButton: '选择文件', dropInstruction: '或将文件拖到此处', noFileChosen: '尚未选择文件',
    multipleFilesChosen: { other: '已选择 %{count} 个文件' }, enteredDropZone: '已进入拖放区', leftDropZone: '已离开拖放区',
  },
} : {})

// A menu closes when somebody looks elsewhere, or says so.
const menus = () => document.querySelectorAll('.gs-menu[open]')
document.addEventListener('click', (event) => menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false }))
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  menus().forEach((menu) => { menu.open = false; menu.querySelector('summary').focus() })
})
