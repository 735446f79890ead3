// Compiles the theme and lays the scripts beside it. Called by goodstanding.ui.building; the argument is the folder to write.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const into = process.argv[2]
const find = createRequire(import.meta.url).resolve
const modules = join(dirname(find('govuk-frontend/package.json')), '..')

mkdirSync(into, { recursive: true })
const { css } = compile(join(here, 'goodstanding.scss'), { loadPaths: [modules], style: 'compressed', quietDeps: true })
writeFileSync(join(into, 'goodstanding.css'), css)

// Without the line that names its source map: the map is not served.
const script = readFileSync(join(modules, 'govuk-frontend/dist/govuk/govuk-frontend.min.js'), 'utf8')
writeFileSync(join(into, 'components.js'), script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n'))
copyFileSync(find('htmx.org/dist/htmx.min.js'), join(into, 'htmx.js'))
for (const own of ['start.js', 'judging.js', 'search.js', 'mark.svg', 'hills.svg']) copyFileSync(join(here, own), join(into, own))
