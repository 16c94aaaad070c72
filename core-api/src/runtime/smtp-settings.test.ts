import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

const CERTIFICATE = { SMTP_TLS_CERT: '/etc/tls/cert.pem', SMTP_TLS_KEY: '/etc/tls/key.pem' };
const smtp = (env: Record<string, string>) => loadConfig({ SMTP_PORT: '2525', ...env }).smtp;
const complaint = (env: Record<string, string>) => {
  try {
    smtp(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

describe('the mail server', () => {
  it('is off unless it has a port', () => {
    expect(loadConfig({}).smtp).toBeNull();
    expect(loadConfig(CERTIFICATE).smtp).toBeNull();
  });

  it('listens where the API listens, without TLS and for everybody, unless it is told otherwise', () => {
    expect(smtp({ HOST: '0.0.0.0' })).toEqual({
      port: 2525,
      host: '0.0.0.0',
      tls: 'off',
      certificate: null,
      credentials: new Map(),
      maxConnections: 100,
      mailsPerMinute: 1200,
    });
  });

  it('offers STARTTLS as soon as it has a certificate', () => {
    expect(smtp(CERTIFICATE)).toMatchObject({
      tls: 'starttls',
      certificate: { cert: '/etc/tls/cert.pem', key: '/etc/tls/key.pem' },
    });
  });

  it.each(['starttls', 'required', 'implicit'])('speaks TLS as %s', (tls) => {
    expect(smtp({ ...CERTIFICATE, SMTP_TLS: tls })).toMatchObject({ tls });
  });

  it('can be told not to use the certificate it has', () => {
    expect(smtp({ ...CERTIFICATE, SMTP_TLS: 'off' })).toMatchObject({ tls: 'off', certificate: null });
  });

  it('takes everything else as it is given', () => {
    expect(
      smtp({
        ...CERTIFICATE,
        SMTP_HOST: '192.0.2.7',
        SMTP_CREDENTIALS: 'relay:pass:word, scanner:x',
        SMTP_MAX_CONNECTIONS: '7',
        SMTP_MAILS_PER_MINUTE: '9',
      }),
    ).toMatchObject({
      host: '192.0.2.7',
      credentials: new Map([
        ['relay', 'pass:word'],
        ['scanner', 'x'],
      ]),
      maxConnections: 7,
      mailsPerMinute: 9,
    });
  });
});

describe('what does not go together', () => {
  it.each([
    [{ SMTP_TLS_CERT: 'c' }, /SMTP_TLS_KEY is missing/],
    [{ SMTP_TLS_KEY: 'k' }, /SMTP_TLS_CERT is missing/],
    [{ SMTP_TLS: 'required' }, /SMTP_TLS_CERT is missing.*none is made up/],
    [{ SMTP_CREDENTIALS: 'relay:secret' }, /SMTP_CREDENTIALS needs TLS/],
    [{ ...CERTIFICATE, SMTP_TLS: 'off', SMTP_CREDENTIALS: 'relay:secret' }, /SMTP_CREDENTIALS needs TLS/],
    [{ SMTP_TLS: 'ssl' }, /SMTP_TLS must be one of/],
    [{ SMTP_CREDENTIALS: 'relay' }, /SMTP_CREDENTIALS must be user:password pairs/],
    [{ SMTP_PORT: '65536' }, /SMTP_PORT must be a whole number/],
  ])('%j is refused', (env, expected) => {
    expect(complaint(env as Record<string, string>)).toMatch(expected);
  });

  it('is never told with a password', () => {
    expect(complaint({ SMTP_CREDENTIALS: 'relay:hunter2' })).not.toContain('hunter2');
  });

  it('in production is a server without certificate that nobody has asked for', () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://pebble@db.example.com/pebble',
      PEBBLE_JWT_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      PEBBLE_MASTER_KEY: Buffer.alloc(32, 2).toString('base64'),
    };
    expect(complaint(production)).toMatch(/SMTP_TLS_CERT is missing.*say SMTP_TLS=off/);
    expect(smtp({ ...production, SMTP_TLS: 'off' })).toMatchObject({ tls: 'off' });
    expect(smtp({ ...production, ...CERTIFICATE })).toMatchObject({ tls: 'starttls' });
  });
});
