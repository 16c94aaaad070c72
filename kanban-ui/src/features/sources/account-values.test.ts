import { describe, expect, it } from 'vitest';
import { account } from '../../testing/sources-factories.ts';
import {
  changeOf,
  NEW_ACCOUNT,
  settingsOf,
  valuesOf,
  withTls,
  wrongFields,
  type AccountValues,
} from './account-values.ts';

const typed: AccountValues = {
  ...NEW_ACCOUNT,
  ...{ name: 'Sales', host: ' imap.example.com ', user: 'sales@example.com', password: ' with spaces ' },
  mailbox: 'sales@gulf.meridian.example',
};
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

describe('a new account as it is typed', () => {
  it('is what the server takes; a password stays as it is', () => {
    expect(wrongFields(typed)).toEqual(new Set());
    expect(settingsOf(typed)).toMatchObject({
      ...{ host: 'imap.example.com', port: 993, password: ' with spaces ', ca: null, move_to: null },
      start_from: 'now',
    });
  });

  it.each<[Partial<AccountValues>, string]>([
    [{ name: '' }, 'name'],
    [{ host: 'imap example' }, 'host'],
    [{ port: '0' }, 'port'],
    [{ port: '' }, 'port'],
    [{ port: '70000' }, 'port'],
    [{ user: ' ' }, 'user'],
    [{ password: '' }, 'password'],
    [{ folder: '' }, 'folder'],
    [{ mailbox: null }, 'mailbox'],
    [{ after_accept: 'move' }, 'move_to'],
    [{ start: 'since', since: '' }, 'start_from'],
    [{ ca: 'MIIB' }, 'ca'],
  ])('says where it does not fit: %j', (change, field) => {
    expect(wrongFields({ ...typed, ...change })).toEqual(new Set([field]));
  });

  it('forgets the folder that nothing is moved to', () => {
    const moved = { ...typed, after_accept: 'move' as const, move_to: ' Done ' };
    expect(settingsOf(moved).move_to).toBe('Done');
    expect(settingsOf({ ...moved, after_accept: 'nothing' }).move_to).toBeNull();
  });

  it('has the usual port of its encryption, and keeps one of its own', () => {
    expect(withTls(typed, 'starttls').port).toBe('143');
    expect(withTls({ ...typed, port: '1993' }, 'starttls').port).toBe('1993');
  });
});

describe('an account that is there', () => {
  it('is changed by nothing but what was changed', () => {
    const one = account({ ca: CA, after_accept: 'move', move_to: 'Done' });
    const change = changeOf(valuesOf(one));
    const { name, host, port, tls, ca, user, folder, mailbox, mode, after_accept, move_to } = one;
    expect(change).toEqual({
      ...{ name, host, port, tls, ca, user, folder, mailbox, mode, after_accept, move_to },
    });
    expect(wrongFields(valuesOf(one), one)).toEqual(new Set());
  });

  it.each<Partial<AccountValues>>([
    { host: 'other.example.com' },
    { port: '1993' },
    { tls: 'starttls' },
    { user: 'other' },
    { ca: CA },
  ])('wants its password again where that would go elsewhere: %j', (change) => {
    const values = { ...valuesOf(account()), ...change };
    expect(wrongFields(values, account())).toEqual(new Set(['password']));
    expect(wrongFields({ ...values, password: 'x' }, account())).toEqual(new Set());
  });

  it('is read again from where one says', () => {
    const values = valuesOf(account());
    expect(changeOf({ ...values, start: 'beginning' }).start_from).toBe('beginning');
    expect(changeOf({ ...values, start: 'since', since: '2026-03-01' }).start_from).toBe(
      new Date('2026-03-01T00:00').toISOString(),
    );
  });
});
