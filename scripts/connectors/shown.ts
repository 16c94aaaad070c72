import type { Connector } from '@pebble/kit/connector';
import type { AuthFields, Field, Fields } from '@pebble/kit/field';
import { toPiece } from '@pebble/kit/activepieces/to-piece';
import { credentialName, N8N_PACKAGE, nodeName, triggerName } from '@pebble/kit/host/n8n-names';
import { shownName } from '../nodes/node-source.ts';
import { titleCase } from '../nodes/words.ts';
import type { FoundPiece } from './found-piece.ts';

/** What each host will show of a connector, as text. @throws when Activepieces cannot show it at all */
export function shownBy({ connector, manifest }: Pick<FoundPiece, 'connector' | 'manifest'>): string {
  const lines = [
    `${connector.label}  ${manifest.name ?? ''} ${connector.version}`,
    `  ${connector.description}`,
    ...activepieces(connector),
    ...n8n(connector),
    '  Fields (* required)',
    ...connector.auths.flatMap((auth) => part('sign in', auth.name, auth.label, auth.fields)),
    ...connector.operations.flatMap(({ name, label, fields }) => part('operation', name, label, fields)),
    ...connector.triggers.flatMap(({ name, label, fields }) => part('trigger', name, label, fields)),
  ];
  return lines.join('\n');
}

function activepieces(connector: Connector): string[] {
  const piece = toPiece(connector);
  const { actions, triggers, minimumSupportedRelease } = piece.metadata();
  const auths = [piece.auth ?? []].flat() as { type: string; displayName: string }[];
  return [
    `  Activepieces ${minimumSupportedRelease} and later`,
    ...auths.map(({ type, displayName }) => `    connection  ${type} "${displayName}"`),
    ...Object.values(actions).map(({ name, displayName }) => `    action      ${name} "${displayName}"`),
    ...Object.values(triggers).map(
      ({ name, displayName, type }) => `    trigger     ${name} "${displayName}" ${String(type)}`,
    ),
  ];
}

function n8n(connector: Connector): string[] {
  return [
    `  n8n, package ${N8N_PACKAGE}`,
    ...connector.auths.map((auth) => `    credential  ${credentialName(connector, auth)} "${auth.label}"`),
    ...(connector.operations.length > 0
      ? [`    node        ${nodeName(connector)} "${shownName(connector)}"`]
      : []),
    ...connector.triggers.map(
      (trigger) =>
        `    trigger     ${triggerName(connector, trigger)} "${shownName(connector)}: ${titleCase(trigger.label)} Trigger"`,
    ),
  ];
}

function part(what: string, name: string, label: string, fields: Fields | AuthFields): string[] {
  const shown = Object.entries<Field | AuthFields[string]>(fields).map(([field, drawn]) =>
    fieldText(field, drawn),
  );
  return [`    ${what.padEnd(11)} ${name} "${label}"`, ...shown.map((text) => `      ${text}`)];
}

function fieldText(name: string, field: Field | AuthFields[string]): string {
  const choices = field.choices ? ` (${Object.keys(field.choices).join(' | ')})` : '';
  const from = field.lookup ? ` from ${[field.lookup.name, ...field.lookup.needs].join(' by ')}` : '';
  const preset = field.default === undefined ? '' : ` = ${JSON.stringify(field.default)}`;
  return `${name}${field.required ? '*' : ''}: ${field.kind}${choices}${from}${preset}  "${field.label}"`;
}
