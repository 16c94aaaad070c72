import { decideSender, listRefusedSenders } from '@pebble/contract/sender-checks';
import { inTenant, type Route } from '../../http/route.ts';
import { findRefused } from './refused-senders.ts';
import { decide } from './sender-decision.ts';

export function senderCheckRoutes(): Route[] {
  return [
    inTenant(decideSender, (tx, call) => decide(tx, call.query.address)),
    inTenant(listRefusedSenders, (tx, call) => findRefused(tx, call.query)),
  ];
}
