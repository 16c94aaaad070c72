import type { ConnectorInfo } from '@pebble/contract/connections';
import type { Auth } from '@pebble/kit/auth';
import type { Connector } from '@pebble/kit/connector';
import { ApiProblem } from '../../http/problem.ts';
import { misfit } from './misfit.ts';

/** What can be connected, by name. The composition root finds it; the core knows no single one. */
export class Connectors {
  private readonly byName: ReadonlyMap<string, Connector>;

  constructor(connectors: readonly Connector[]) {
    this.byName = new Map(connectors.map((one) => [one.name, one]));
  }

  describe(): ConnectorInfo[] {
    return [...this.byName.values()].map(describeOne).sort((a, b) => a.label.localeCompare(b.label));
  }

  find(name: string): Connector | null {
    return this.byName.get(name) ?? null;
  }

  /** What somebody wants to connect. @throws ApiProblem invalid_request, with the names there are */
  wanted(name: string): Connector {
    const found = this.find(name);
    if (!found) throw misfit('connector', `must be one of ${[...this.byName.keys()].sort().join(', ')}`);
    return found;
  }

  /** That of a connection that is there. @throws ApiProblem other_side_failed when this installation has lost it */
  installed(name: string): Connector {
    const found = this.find(name);
    if (found) return found;
    const detail = `This installation has no connector "${name}" any more; the operator puts it back into pieces/.`;
    throw new ApiProblem('other_side_failed', { detail });
  }
}

/** The auth that is asked for, or the usual one. @throws ApiProblem invalid_request */
export function authNamed(connector: Connector, name: string | undefined): Auth {
  const found = name === undefined ? connector.auth : connector.auths.find((one) => one.name === name);
  if (!found) throw misfit('auth', `must be one of ${connector.auths.map((one) => one.name).join(', ')}`);
  return found;
}

function describeOne({ name, label, description, version, auths, mail }: Connector): ConnectorInfo {
  return {
    ...{ name, label, description, version },
    has_mail: mail !== undefined,
    auths: auths.map((auth) => ({
      name: auth.name,
      label: auth.label,
      kind: auth.kind,
      fields: Object.entries(auth.fields).map(([key, field]) => ({
        name: key,
        kind: field.kind,
        label: field.label,
        help: field.help,
        required: field.required,
        default: field.default ?? null,
        choices: Object.entries(field.choices ?? {}).map(([value, shown]) => ({ value, label: shown })),
      })),
    })),
  };
}
