import { readFile } from 'node:fs/promises';

const FLOW = new URL('../../../../../flows/email-triage/', import.meta.url);

export interface Draft {
  flow: Record<string, unknown>;
  manifest: Record<string, unknown> & { version: string };
}

/** The flow of received mail as it ships, as a version of its own in which every occurrence of a text is another. */
export async function draftOf(version: string, changes: Record<string, string> = {}): Promise<Draft> {
  const manifest = JSON.parse(await readFile(new URL('manifest.json', FLOW), 'utf8')) as Draft['manifest'];
  let text = JSON.stringify(JSON.parse(await readFile(new URL('flow.json', FLOW), 'utf8')));
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`the flow has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return { flow: JSON.parse(text) as Record<string, unknown>, manifest: { ...manifest, version } };
}

/** What is sure goes to triage as well. */
export const ALL_TO_TRIAGE = { '"triage":false': '"triage":true' };

/** Every mail is said to be about a tender. */
export const ALL_TENDERS = { "{{classify['stream']}}": 'tender', "{{classify['intent']}}": 'nit_document' };
