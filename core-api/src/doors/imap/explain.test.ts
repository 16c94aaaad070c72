import { AuthenticationFailure } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { notPublic } from '../../mail/guarded-lookup.ts';
import { explain, ImapTrouble, isSignInFailure } from './explain.ts';

const WHERE = { host: 'imap.ours.example', port: 993, username: 'sales@ours.example' };
const withCode = (code: string, message = 'raw words of a library') =>
  Object.assign(new Error(message), { code });

describe('what a person reads', () => {
  it.each([
    ['ENOTFOUND', /no server called imap\.ours\.example/],
    ['ECONNREFUSED', /port 993/],
    ['NoConnection', /ended the connection/],
    ['CERT_HAS_EXPIRED', /has expired/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /authority as ca/],
    ['GREETING_TIMEOUT', /TLS/],
    ['LiteralTooLarge', /more for one mail/],
  ])('about %s is a sentence that says where to look', (code, expected) => {
    expect(explain(withCode(code), WHERE)).toMatch(expected);
    expect(explain(new Error('wrapped', { cause: withCode(code) }), WHERE)).toMatch(expected);
  });

  it('repeats nothing that a server or a library has said', () => {
    const secrets = [
      withCode('EWHATEVER', 'the password is hunter2'),
      Object.assign(new Error('hunter2'), { responseStatus: 'NO', responseText: 'hunter2' }),
      new Error('hunter2'),
      'hunter2',
    ];
    for (const error of secrets) expect(explain(error, WHERE)).not.toContain('hunter2');
  });

  it('names the setting that lets a private server be read', () => {
    expect(explain(notPublic(), WHERE)).toContain('IMAP_PRIVATE_HOSTS=imap.ours.example');
    expect(explain(new Error('socket', { cause: notPublic() }), WHERE)).toContain('IMAP_PRIVATE_HOSTS');
  });

  it('is what this code says itself, where it knows', () => {
    expect(explain(new ImapTrouble('It has fallen silent.'), WHERE)).toBe('It has fallen silent.');
  });
});

it('tells a refused sign-in from everything else', () => {
  const refused = Object.assign(new AuthenticationFailure('no'), { authenticationFailed: true });
  expect(isSignInFailure(refused)).toBe(true);
  expect(explain(refused, WHERE)).toContain('Check user and password');
  expect(isSignInFailure(withCode('ECONNREFUSED'))).toBe(false);
});
