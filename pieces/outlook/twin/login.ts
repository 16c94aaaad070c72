import type { TwinReply, TwinRequest } from '../../kit/twin/twin-server.ts';
import type { World } from './world.ts';

export interface LoginOptions {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Seconds. */
  tokenLife: number;
}

interface Token {
  until: number;
  /** Address of the person; null for an app. */
  person: string | null;
}

/** The token endpoint and its consent page: `/login/{tenant}/oauth2/v2.0/…` */
export class Login {
  readonly options: LoginOptions;
  private readonly world: World;
  private readonly access = new Map<string, Token>();
  private readonly refresh = new Map<string, string>();
  private drawn = 0;

  constructor(options: LoginOptions, world: World) {
    this.options = options;
    this.world = world;
  }

  /** Who a token is for; undefined when it is worth nothing. */
  who(authorization: string | undefined): string | null | undefined {
    const token = this.access.get(authorization?.replace(/^Bearer /, '') ?? '');
    return token && token.until > this.world.now() ? token.person : undefined;
  }

  /** Every access token that was given before is worth nothing from now on. */
  expire(): void {
    this.access.clear();
  }

  /** A refresh token, as the consent of a person gives it. */
  consent(person: string): string {
    const token = this.draw('refresh');
    this.refresh.set(token, person);
    return token;
  }

  serve(request: TwinRequest): TwinReply {
    if (/\/oauth2\/v2\.0\/authorize$/.test(request.path)) return this.authorize(request);
    if (!/\/oauth2\/v2\.0\/token$/.test(request.path)) return { status: 404 };
    const form = new URLSearchParams(Buffer.from(request.body).toString());
    const { tenantId, clientId, clientSecret } = this.options;
    const tenant = request.path.split('/')[2];
    if (tenant !== tenantId && tenant !== 'common' && tenant !== 'organizations') {
      return refused('invalid_request', 90002, 'Tenant not found.');
    }
    if (form.get('client_id') !== clientId)
      return refused('unauthorized_client', 700016, 'Application not found.');
    if (form.get('client_secret') !== clientSecret) {
      return { ...refused('invalid_client', 7000215, 'Invalid client secret provided.'), status: 401 };
    }
    if (form.get('grant_type') === 'client_credentials') return this.forApp(form);
    return this.forPerson(form);
  }

  private forApp(form: URLSearchParams): TwinReply {
    if (form.get('scope') !== `${this.world.baseUrl()}/.default`) {
      return refused('invalid_scope', 1002012, 'The scope is not valid for client credentials.');
    }
    const expires_in = this.options.tokenLife;
    const token = { token_type: 'Bearer', expires_in, ext_expires_in: expires_in };
    return { status: 200, body: { ...token, access_token: this.issue(null) } };
  }

  // A refresh token is good for one use here: who goes on with the old one is found out.
  private forPerson(form: URLSearchParams): TwinReply {
    const given = form.get('refresh_token') ?? form.get('code') ?? '';
    const person = this.refresh.get(given);
    if (person === undefined)
      return refused('invalid_grant', 70000, 'The provided grant is invalid or malformed.');
    this.refresh.delete(given);
    const body = {
      ...{ token_type: 'Bearer', expires_in: this.options.tokenLife, scope: form.get('scope') ?? '' },
      ...{ access_token: this.issue(person), refresh_token: this.consent(person) },
    };
    return { status: 200, body };
  }

  // Everybody consents at once.
  private authorize({ query }: TwinRequest): TwinReply {
    const person = query.get('login_hint') ?? this.world.mailboxes[0]?.address ?? '';
    const back = new URL(query.get('redirect_uri') ?? 'http://localhost/');
    back.searchParams.set('code', this.consent(person));
    back.searchParams.set('state', query.get('state') ?? '');
    return { status: 302, headers: { location: back.href } };
  }

  private issue(person: string | null): string {
    const token = this.draw('access');
    this.access.set(token, { person, until: this.world.now() + this.options.tokenLife * 1000 });
    return token;
  }

  private draw(kind: string): string {
    return `${kind}.${(this.drawn += 1)}.${Math.floor(this.world.random() * 36 ** 10).toString(36)}`;
  }
}

function refused(error: string, code: number, text: string): TwinReply {
  const body = {
    ...{ error, error_description: `AADSTS${code}: ${text}`, error_codes: [code] },
    ...{
      trace_id: '4b1f0000-0000-4000-b000-000000000001',
      correlation_id: '4b1f0000-0000-4000-b000-000000000002',
    },
  };
  return { status: 400, body };
}
