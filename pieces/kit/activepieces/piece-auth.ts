import type { Auth } from '../src/auth.ts';
import type { Connector } from '../src/connector.ts';
import { AuthError } from '../src/errors.ts';
import type { AuthFields } from '../src/field.ts';

type AuthField = AuthFields[string];

/**
 * How the ways to sign in of a connector fit Activepieces, which takes one of each kind: the way with consent becomes its OAuth2, and
 * all others one form, in which a person chooses the way when there are several.
 */
export interface AuthPlan {
  consent?: Auth & { consent: NonNullable<Auth['consent']> };
  /** Fields of the form; empty without one. */
  form: AuthFields;
  /** The ways that the form is for. */
  ways: readonly Auth[];
  /** The form is a single secret. */
  secretOnly?: string;
}

/** Name of the field in which a person chooses. */
export const WAY = 'sign_in';

/** Kept by Activepieces itself where a person consents. */
const OWN: ReadonlySet<string> = new Set(['client_id', 'client_secret', 'refresh_token']);

/** Throws for what Activepieces cannot show, so that a connector that packs also works. */
export function planAuths({ auths, label }: Pick<Connector, 'auths' | 'label'>): AuthPlan {
  const [consent, second] = auths.filter(hasConsent);
  if (second) throw new Error(`${label} has two ways to consent; Activepieces shows one`);
  const ways = auths.filter((auth) => !hasConsent(auth));
  const [only, ...more] = ways;
  const form = more.length > 0 ? merged(ways) : (only?.fields ?? {});
  const [secret, ...rest] = Object.entries(form);
  const secretOnly = rest.length === 0 && secret?.[1].kind === 'secret' ? { secretOnly: secret[0] } : {};
  return { ...(consent ? { consent } : {}), form, ways, ...secretOnly };
}

function hasConsent(auth: Auth): auth is Auth & { consent: NonNullable<Auth['consent']> } {
  return auth.consent !== undefined;
}

/** What a person fills in besides the consent. */
export function consentFields({ fields }: Auth): AuthFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !OWN.has(name)));
}

function merged(ways: readonly Auth[]): AuthFields {
  const choices = Object.fromEntries(ways.map(({ name, label }) => [name, label]));
  const form: Record<string, AuthField> = {
    [WAY]: {
      ...{ kind: 'choice', label: 'Sign in with', help: 'The fields below say which way needs them.' },
      ...{ required: true, choices, default: ways[0]?.name ?? '' },
    },
  };
  for (const name of new Set(ways.flatMap(({ fields }) => Object.keys(fields)))) {
    if (name === WAY) throw new Error(`A credential has a field "${WAY}", which is the choice of the way`);
    const having = ways.filter(({ fields }) => name in fields);
    const shared = having.length === ways.length;
    const [first] = having.map(({ fields }) => fields[name] as AuthField);
    if (!first) continue;
    const required = shared && having.every(({ fields }) => fields[name]?.required);
    const whose = having.map(({ label }) => label).join(', ');
    // A default in a form is filled in, also for a way that does not know the field; it is dropped there.
    form[name] = { ...first, required, ...(shared ? {} : { help: `For ${whose}. ${first.help}` }) };
  }
  return form;
}

/** What Activepieces hands over as a connection. */
export interface Connection {
  type?: string;
  secret_text?: string;
  access_token?: string;
  client_id?: string;
  props?: Readonly<Record<string, unknown>>;
}

/** The credential's values and the way they are for. Throws AuthError when there is no connection. */
export function readConnection(
  plan: AuthPlan,
  value: Connection | undefined | null,
): { auth: string; credential: Readonly<Record<string, unknown>> } {
  if (value && typeof value === 'object') {
    const { consent } = plan;
    if (consent && typeof value.access_token === 'string') {
      const { access_token, client_id } = value;
      return {
        auth: consent.name,
        credential: { ...value.props, access_token, ...(client_id ? { client_id } : {}) },
      };
    }
    const [first] = plan.ways;
    if (first && typeof value.secret_text === 'string' && plan.secretOnly)
      return { auth: first.name, credential: { [plan.secretOnly]: value.secret_text } };
    if (first && value.props) return readForm(plan, value.props, first);
  }
  throw new AuthError('There is no connection of this piece');
}

function readForm(plan: AuthPlan, props: Readonly<Record<string, unknown>>, first: Auth) {
  const { [WAY]: chosen, ...credential } = props;
  return { auth: typeof chosen === 'string' && chosen !== '' ? chosen : first.name, credential };
}
