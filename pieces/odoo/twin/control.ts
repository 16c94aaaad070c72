import type { FaultDial, FaultRule } from '@pebble/kit/twin/fault-dial';
import type { TwinReply, TwinRequest } from '@pebble/kit/twin/twin-server';
import type { Delivery } from './automation.ts';
import type { Right } from './dials.ts';
import type { Vals } from './env.ts';
import { OdooError } from './odoo-error.ts';
import type { OdooServer } from './server.ts';

interface Controlled {
  server: OdooServer;
  faults: FaultDial;
  deliveries: readonly Delivery[];
}

/** The door for people and demos: looks at rows, changes them as a colleague would, and turns the dials. */
export function control(
  { server, faults, deliveries }: Controlled,
  { method, path, json }: TwinRequest,
): TwinReply {
  const [, , what = '', ...rest] = path.split('/');
  const body = (json ?? {}) as Record<string, unknown>;
  try {
    switch (`${method} ${what}`) {
      case 'GET rows':
        return { status: 200, body: server.rows(rest.join('/')) };
      case 'GET deliveries':
        return { status: 200, body: deliveries };
      case 'POST create':
        return { status: 201, body: { id: server.create(String(body['model']), body['values'] as Vals) } };
      case 'POST write':
        server.write(String(body['model']), Number(body['id']), body['values'] as Vals);
        return { status: 204 };
      case 'POST faults':
        // Without a path a rule would lock this door, too.
        faults.set(...((json ?? []) as FaultRule[]).map((rule) => ({ path: /^\/(?!__twin)/, ...rule })));
        return { status: 204 };
      case 'POST deny':
        server.dials.deny(String(body['model']), ...((body['rights'] ?? []) as Right[]));
        return { status: 204 };
      case 'POST allow':
        server.dials.allow(String(body['model']));
        return { status: 204 };
      case 'POST contend':
        server.dials.contend(Number(body['times'] ?? 1));
        return { status: 204 };
      default:
        return {
          status: 404,
          body: { hint: 'rows/<model>, deliveries, create, write, faults, deny, allow, contend' },
        };
    }
  } catch (error) {
    if (error instanceof OdooError)
      return { status: 400, body: { name: error.exception, message: error.message } };
    throw error;
  }
}
