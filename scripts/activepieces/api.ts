import { flowCalls, type Page } from './flow-calls.ts';
import { readReply, type Wire } from './wire.ts';
import { ScriptError } from '../lib/script-error.mjs';

/** Who we are to Activepieces: a user's token, or the user. Its community edition has no API keys; a token lives for seven days. */
export interface ActivepiecesOptions {
  /** Where its people open it, such as http://127.0.0.1:8080. */
  url: string;
  token?: string;
  email?: string;
  password?: string;
  /** The user's only or first project when left out. */
  projectId?: string;
  /** For tests. */
  fetch?: typeof fetch;
  /** How long a change of a flow's status may take, in milliseconds; a minute when left out. */
  patienceMs?: number;
  /** Between two looks; half a second when left out. */
  pauseMs?: number;
}

/** What a step of a flow calls `{{connections['<externalId>']}}`, and the piece that it is for. */
export interface ConnectionDraft {
  externalId: string;
  displayName: string;
  pieceName: string;
  pieceVersion: string;
  value: ConnectionValue;
}

/** A connection as a list shows it. */
export interface HeldConnection {
  externalId: string;
  displayName: string;
  pieceName: string;
}

/** By the kind of the piece's credential. */
export type ConnectionValue =
  | { type: 'SECRET_TEXT'; secret_text: string }
  | { type: 'CUSTOM_AUTH'; props: Readonly<Record<string, unknown>> }
  | { type: 'OAUTH2'; client_id: string; client_secret: string; code: string; [more: string]: unknown };

export type Activepieces = Awaited<ReturnType<typeof openActivepieces>>;

/** A signed-in line to an Activepieces of 0.83. Throws ScriptError, which tells what to do and holds no credential. */
export async function openActivepieces(options: ActivepiecesOptions) {
  const { url, projectId, send } = await signIn(options);
  return {
    url,
    projectId,
    /** Installs a packed piece; a name and version that are there already stay as they are, and cannot be replaced. */
    async installPiece(piece: {
      name: string;
      version: string;
      archive: Uint8Array<ArrayBuffer>;
    }): Promise<'installed' | 'present'> {
      const form = new FormData();
      form.set('packageType', 'ARCHIVE');
      form.set('scope', 'PLATFORM');
      form.set('pieceName', piece.name);
      form.set('pieceVersion', piece.version);
      const file = `${piece.name.replace(/^@/, '').replace('/', '-')}-${piece.version}.tgz`;
      form.set('pieceArchive', new Blob([piece.archive], { type: 'application/gzip' }), file);
      const reply = await send<unknown>('POST', '/v1/pieces', form, { accept: [409] });
      return reply === null ? 'present' : 'installed';
    },
    /** Whether a piece is there in exactly this version. */
    async hasPiece(name: string, version: string): Promise<boolean> {
      const path = `/v1/pieces/${name.split('/').map(encodePart).join('/')}?${new URLSearchParams({ version, projectId })}`;
      const piece = await send<{ version?: string } | null>('GET', path, undefined, { accept: [404] });
      return piece?.version === version;
    },
    /** Every connection of the project. Their values are not told. */
    async listConnections(): Promise<HeldConnection[]> {
      const found: HeldConnection[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = new URLSearchParams({ projectId, limit: '100', ...(cursor ? { cursor } : {}) });
        const page: Page<HeldConnection> = await send('GET', `/v1/app-connections?${query}`);
        found.push(...page.data);
        cursor = page.next ?? null;
      }
      return found;
    },
    /** Makes or replaces the connection of this external id. Activepieces tries the credential before it answers. */
    async upsertConnection({ value, ...draft }: ConnectionDraft): Promise<{ id: string }> {
      return send('POST', '/v1/app-connections', { ...draft, projectId, type: value.type, value });
    },
    ...flowCalls(projectId, send, options),
    /** Where the trigger of a published flow is called; it answers at once and runs later. */
    webhookUrl: (flowId: string) => `${url}/api/v1/webhooks/${flowId}`,
    /** Where a person opens the flow. */
    flowUrl: (flowId: string) => `${url}/projects/${projectId}/flows/${flowId}`,
  };
}

// A scope begins with an @, which may stand in a path as it is, and which routes look for.
function encodePart(part: string): string {
  return encodeURIComponent(part).replace(/^%40/, '@');
}

interface SignedIn {
  url: string;
  projectId: string;
  send: Wire;
}

async function signIn(options: ActivepiecesOptions): Promise<SignedIn> {
  const url = options.url.replace(/\/+$/, '').replace(/\/api(\/v1)?$/, '');
  const wire = (token: string | null) => readReply(`${url}/api`, token, options.fetch ?? fetch);
  if (options.token) {
    const send = wire(options.token);
    return { url, send, projectId: options.projectId ?? (await firstProject(send)) };
  }
  const { email, password } = options;
  if (!email || !password)
    throw new ScriptError(
      'Say who you are to Activepieces: ACTIVEPIECES_TOKEN, or ACTIVEPIECES_EMAIL and ACTIVEPIECES_PASSWORD.',
    );
  const session = await wire(null)<{ token: string; projectId?: string | null }>(
    'POST',
    '/v1/authentication/sign-in',
    { email, password },
  );
  const send = wire(session.token);
  return { url, send, projectId: options.projectId ?? session.projectId ?? (await firstProject(send)) };
}

// The list has moved between releases.
async function firstProject(send: Wire): Promise<string> {
  for (const path of ['/v1/projects', '/v1/users/projects']) {
    const page = await send<Page<{ id: string }>>('GET', path, undefined, { accept: [404] });
    const id = page?.data?.[0]?.id;
    if (id) return id;
  }
  throw new ScriptError('Activepieces names no project for this user; set ACTIVEPIECES_PROJECT_ID.');
}
