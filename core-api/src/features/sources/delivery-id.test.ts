import { Id } from '@pebble/contract/values';
import { expect, it } from 'vitest';
import { deliveryId } from './delivery-id.ts';

const SOURCE = '01890000-0000-7000-8000-000000000001';

it('is the same for the same delivery, and another for any other', () => {
  expect(deliveryId(SOURCE, 'msg_1')).toBe(deliveryId(SOURCE, 'msg_1'));
  const others = [
    deliveryId(SOURCE, 'msg_2'),
    deliveryId(SOURCE.replace(/1$/, '2'), 'msg_1'),
    deliveryId(`${SOURCE}\nmsg_1`, ''),
  ];
  expect(new Set([deliveryId(SOURCE, 'msg_1'), ...others]).size).toBe(4);
});

it('is a UUID of version 8, as the API writes them', () => {
  for (const id of ['', 'a', 'msg_1', 'ü'.repeat(100)]) {
    expect(Id.safeParse(deliveryId(SOURCE, id)).success).toBe(true);
    expect(deliveryId(SOURCE, id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  }
});
