import type { Auth } from '@pebble/kit/auth';
import type { Connector } from '@pebble/kit/connector';
import type { AuthFields, Field, Fields } from '@pebble/kit/field';
import type { FoundPiece } from './found-piece.ts';

const NAME = /^[a-z][a-z0-9_]*$/;
/** A label is one line in a list; both hosts cut what is longer. */
const LABEL_LENGTH = 60;

/** What is wrong with how a connector presents itself, in words that say what to do. Empty when hosts can show it. */
export function problemsOf({ folder, connector, manifest, icon }: Omit<FoundPiece, 'exported'>): string[] {
  const said = (where: string) => (problem: string) => `${where}: ${problem}`;
  return [
    ...packageProblems(folder, connector, manifest).map(said('package.json')),
    ...iconProblems(icon).map(said('icon.svg')),
    ...labelProblems(connector.label).map(said('the connector')),
    ...connector.auths.flatMap((auth) => authProblems(auth).map(said(`sign-in "${auth.name}"`))),
    ...[...connector.operations, ...connector.triggers].flatMap((part) =>
      partProblems(part, connector).map(said(`"${part.name}"`)),
    ),
  ];
}

function packageProblems(folder: string, { name, version }: Connector, manifest: FoundPiece['manifest']) {
  const problems: string[] = [];
  if (name !== folder)
    problems.push(`the connector is named "${name}" and its folder "${folder}"; make them equal`);
  if (manifest.name !== `@pebble/piece-${folder}`)
    problems.push(`its name must be "@pebble/piece-${folder}"`);
  if (manifest.version !== version)
    problems.push(`it has version ${manifest.version} and connector.ts ${version}; raise both together`);
  if (!/^\d+\.\d+\.\d+$/.test(version))
    problems.push(`${version} is no version that Activepieces takes; write three numbers`);
  return problems;
}

function iconProblems(icon: string | null): string[] {
  if (icon === null) return ['it is missing; draw a square one of 48 by 48'];
  const problems: string[] = [];
  if (!/^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(icon)) problems.push('it is no SVG');
  if (!icon.includes('viewBox')) problems.push('it has no viewBox, so that hosts cannot scale it');
  if (/<script|\son\w+=|href=["']?https?:/i.test(icon)) problems.push('it must hold no script and no link');
  if (icon.length > 20_000) problems.push('it is larger than 20 kB');
  return problems;
}

function authProblems(auth: Auth): string[] {
  const named = NAME.test(auth.name) ? [] : ['its name must be in snake case'];
  return [...named, ...labelProblems(auth.label), ...fieldsProblems(auth.fields)];
}

function partProblems(
  part: { name: string; label: string; help: string; fields: Fields },
  connector: Connector,
) {
  const named = NAME.test(part.name) ? [] : ['its name must be in snake case'];
  const lookups = Object.entries(part.fields).flatMap(([name, { lookup }]) =>
    lookup && !(lookup.name in connector.lookups)
      ? [`field "${name}" looks up "${lookup.name}", which the connector does not have`]
      : [],
  );
  return [
    ...named,
    ...labelProblems(part.label),
    ...helpProblems(part.help),
    ...fieldsProblems(part.fields),
    ...lookups,
  ];
}

function fieldsProblems(fields: Fields | AuthFields): string[] {
  let optional: string | null = null;
  return Object.entries<Field | AuthFields[string]>(fields).flatMap(([name, field]) => {
    const problems = [...labelProblems(field.label), ...helpProblems(field.help)];
    if (!NAME.test(name)) problems.push('its name must be in snake case');
    if (field.required && optional !== null) problems.push(`it is required and stands after "${optional}"`);
    if (!field.required) optional ??= name;
    const choices = Object.keys(field.choices ?? {});
    if (field.kind === 'choice' && choices.length === 0) problems.push('there is nothing to choose');
    if (field.kind === 'choice' && field.default !== undefined && !choices.includes(String(field.default)))
      problems.push('its default is none of its choices');
    return problems.map((problem) => `field "${name}": ${problem}`);
  });
}

function labelProblems(label: string): string[] {
  const problems: string[] = [];
  if (label.trim() === '' || label !== label.trim())
    problems.push('its label is empty, or has spaces around it');
  if (label.length > LABEL_LENGTH) problems.push(`its label is longer than ${LABEL_LENGTH} letters`);
  if (label.endsWith('.')) problems.push('its label ends with a full stop; the help is for sentences');
  return problems;
}

function helpProblems(help: string): string[] {
  return help.trim() === '' ? ['it has no help; say in a sentence what it is for'] : [];
}
