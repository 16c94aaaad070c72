import { changeNoisePolicy, listMailLoops, readNoisePolicy } from '@pebble/contract/noise';
import { inTenant, type Route } from '../../http/route.ts';
import { findLoops } from './mail-loops.ts';
import { changePolicy, readPolicy } from './noise-policy.ts';

export function noiseRoutes(): Route[] {
  return [
    inTenant(readNoisePolicy, (tx) => readPolicy(tx)),
    inTenant(changeNoisePolicy, (tx, call) => changePolicy(tx, call.body)),
    inTenant(listMailLoops, (tx, call) => findLoops(tx, call.query)),
  ];
}
