import { takesBody, type Endpoint } from '@pebble/contract/endpoint';
import { ERRORS } from '@pebble/contract/error-codes';
import { z } from 'zod';
import { problemsOf } from './openapi.ts';

/** The contract as a page for people: every endpoint, who may call it, what goes in and out, and every problem. */
export function docsPage(endpoints: readonly Endpoint[]): string {
  const groups = Map.groupBy(endpoints, (endpoint) => endpoint.path.split('/')[3] ?? 'health');
  const toc = [...groups.keys()]
    .map((name) => `<a href="#section-${escape(name)}">${escape(name)}</a>`)
    .join('');
  const sections = [...groups].map(
    ([name, group]) => `<h2 id="section-${escape(name)}">${escape(name)}</h2>${group.map(article).join('')}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pebble API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head><body><main>
<h1>Pebble API</h1>
<p>Sign in with <code>POST /api/v1/token/</code> and send <code>Authorization: Bearer &lt;access&gt;</code>. The final slash of a
path is optional. Lists answer <code>items</code> and <code>next_cursor</code>. The same, for machines:
<code>GET /api/v1/openapi.json</code> (needs a token).</p>
<nav aria-label="Sections">${toc}<a href="#problems">problems</a></nav>
${sections.join('')}
<h2 id="problems">problems</h2>
<table><thead><tr><th>code</th><th>status</th><th>meaning</th><th>what to do</th></tr></thead><tbody>${problemRows()}</tbody></table>
</main></body></html>`;
}

function article(endpoint: Endpoint): string {
  const roles = endpoint.access === 'public' ? 'public' : endpoint.access.join(', ');
  const audit =
    'event' in endpoint.audit ? [endpoint.audit.event].flat().join(' or ') : `none (${endpoint.audit.none})`;
  const problems = problemsOf(endpoint).map((code) => `<a href="#problem-${code}">${code}</a>`);
  return `<article id="${endpoint.id}"><h3><span>${endpoint.method}</span> <code>${escape(endpoint.path)}</code></h3>
<p>${escape(endpoint.summary)}</p>
<dl><dt>Roles</dt><dd>${roles}</dd><dt>Audit event</dt><dd>${escape(audit)}</dd><dt>Problems</dt><dd>${problems.join(', ')}</dd></dl>
${details('Parameters', endpoint.params)}${details('Query', endpoint.query)}
${takesBody(endpoint) ? details(`Body (${endpoint.consumes.join(' or ')})`, endpoint.body) : ''}
${details(endpoint.stream ? `Reply ${endpoint.status}, as a stream of` : `Reply ${endpoint.status}`, endpoint.reply, 'output')}
</article>`;
}

function details(title: string, type: z.ZodType, io: 'input' | 'output' = 'input'): string {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  const { properties } = schema as { properties?: object };
  if (properties && Object.keys(properties).length === 0) return '';
  return `<details><summary>${escape(title)}</summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function problemRows(): string {
  return Object.entries(ERRORS)
    .map(
      ([code, { status, title, hint }]) =>
        `<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${escape(title)}</td><td>${escape(hint)}</td></tr>`,
    )
    .join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#d8dbe0,#33373f);--soft:light-dark(#f5f6f8,#1c1f24);--accent:light-dark(#2450c8,#93b1ff)}
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:light-dark(#fff,#121417);color:light-dark(#16181d,#e6e8ec)}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem}nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}a{color:var(--accent)}
article{border:1px solid var(--line);border-radius:.5rem;padding:.25rem 1rem 1rem;margin:1rem 0}
h3 span{font:600 .8rem ui-monospace,monospace;background:var(--soft);border-radius:.25rem;padding:.15rem .4rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:var(--soft);padding:.75rem;overflow:auto;border-radius:.25rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;display:block;overflow:auto}td,th{border-bottom:1px solid var(--line);padding:.35rem .75rem .35rem 0;text-align:left;vertical-align:top}
summary{cursor:pointer;min-height:24px}`;
