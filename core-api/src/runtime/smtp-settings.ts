import { z } from 'zod';
import { wholeNumber } from './whole-number.ts';

const TLS_MODES = ['off', 'starttls', 'required', 'implicit'] as const;

/** What the mail server listens with; null when it is off. */
export interface SmtpSettings {
  port: number;
  host: string;
  /** `starttls` offers it, `required` takes no mail without it, `implicit` speaks TLS from the first byte. */
  tls: (typeof TLS_MODES)[number];
  /** PEM files; null exactly when `tls` is off. */
  certificate: { cert: string; key: string } | null;
  /** Users who may send, with their passwords; empty when nobody needs to sign in. */
  credentials: ReadonlyMap<string, string>;
  maxConnections: number;
  /** Per client address. */
  mailsPerMinute: number;
}

/** Of the environment, as they stand beside the other variables. */
export const smtpVariables = {
  SMTP_PORT: wholeNumber(0, 65_535).optional(),
  SMTP_HOST: z.string().optional(),
  SMTP_TLS: z.enum(TLS_MODES, { error: `must be one of ${TLS_MODES.join(', ')}` }).optional(),
  SMTP_TLS_CERT: z.string().optional(),
  SMTP_TLS_KEY: z.string().optional(),
  SMTP_CREDENTIALS: z
    .string()
    .regex(/^\s*[^:,\s]+:[^,]+(,\s*[^:,\s]+:[^,]+)*\s*$/, {
      error: 'must be user:password pairs joined by commas',
    })
    .optional(),
  SMTP_MAX_CONNECTIONS: wholeNumber(1, 10_000).default(100),
  SMTP_MAILS_PER_MINUTE: wholeNumber(1, 1_000_000).default(1200),
};

type Variables = z.output<z.ZodObject<typeof smtpVariables>> & {
  HOST: string;
  NODE_ENV?: string | undefined;
};

/** What does not go together, as `[variable, complaint]`; null when all is well. */
export function smtpContradiction(env: Variables): [variable: string, complaint: string] | null {
  if (env.SMTP_PORT === undefined) return null;
  const { SMTP_TLS: tls, SMTP_TLS_CERT: cert, SMTP_TLS_KEY: key } = env;
  if ((cert === undefined) !== (key === undefined)) {
    return cert === undefined
      ? ['SMTP_TLS_CERT', 'is missing: SMTP_TLS_KEY needs its certificate beside it']
      : ['SMTP_TLS_KEY', 'is missing: SMTP_TLS_CERT needs its key beside it'];
  }
  if (cert === undefined && tls !== undefined && tls !== 'off') {
    return ['SMTP_TLS_CERT', `is missing: SMTP_TLS=${tls} needs a certificate; none is made up`];
  }
  if (cert === undefined && tls === undefined && env.NODE_ENV === 'production') {
    return ['SMTP_TLS_CERT', 'is missing: give SMTP_TLS_CERT and SMTP_TLS_KEY, or say SMTP_TLS=off'];
  }
  if (env.SMTP_CREDENTIALS !== undefined && (cert === undefined || tls === 'off')) {
    return ['SMTP_CREDENTIALS', 'needs TLS: passwords are not taken over a readable connection'];
  }
  return null;
}

export function smtpSettings(env: Variables): SmtpSettings | null {
  if (env.SMTP_PORT === undefined) return null;
  const { SMTP_TLS_CERT: cert, SMTP_TLS_KEY: key } = env;
  const tls = env.SMTP_TLS ?? (cert === undefined ? 'off' : 'starttls');
  return {
    port: env.SMTP_PORT,
    host: env.SMTP_HOST ?? env.HOST,
    tls,
    certificate: tls !== 'off' && cert !== undefined && key !== undefined ? { cert, key } : null,
    credentials: parseCredentials(env.SMTP_CREDENTIALS ?? ''),
    maxConnections: env.SMTP_MAX_CONNECTIONS,
    mailsPerMinute: env.SMTP_MAILS_PER_MINUTE,
  };
}

function parseCredentials(text: string): Map<string, string> {
  return new Map(
    text.split(',').flatMap((pair): [string, string][] => {
      const colon = pair.indexOf(':');
      return colon < 0 ? [] : [[pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()]];
    }),
  );
}
