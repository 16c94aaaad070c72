import { createMockActionContext } from '@activepieces/pieces-framework';
import type { Store, StoreScope } from '../sealed.ts';

/** A store as Activepieces keeps it: JSON, by scope. Flows of one project share the scope COLLECTION. */
export class MemoryStore implements Store {
  readonly held = new Map<string, string>();

  async get<T>(key: string, scope: StoreScope = 'FLOW'): Promise<T | null> {
    const text = this.held.get(`${scope}:${key}`);
    return text === undefined ? null : (JSON.parse(text) as T);
  }

  async put<T>(key: string, value: T, scope: StoreScope = 'FLOW'): Promise<T> {
    if (key.length > 128) throw new Error('The key is longer than Activepieces takes');
    const text = JSON.stringify(value);
    if (text.length > 512 * 1024) throw new Error('The value is larger than Activepieces takes');
    this.held.set(`${scope}:${key}`, text);
    return value;
  }

  async delete(key: string, scope: StoreScope = 'FLOW'): Promise<void> {
    this.held.delete(`${scope}:${key}`);
  }

  /** Everything that somebody with access to the store could read. */
  get readable(): string {
    return [...this.held].flat().join('\n');
  }
}

interface Parts {
  auth?: unknown;
  props?: Record<string, unknown>;
  store?: Store;
  payload?: unknown;
  webhookUrl?: string;
}

/** A context of a run, an own store in it, and what the piece left behind: files, and when it wants to be called. */
export function pieceContext({ auth, props = {}, store = new MemoryStore(), ...trigger }: Parts) {
  const files: { fileName: string; data: Buffer }[] = [];
  const schedules: string[] = [];
  return {
    ...createMockActionContext({ propsValue: props as never }),
    ...{ auth, store, schedules, written: files, isRepublish: false },
    propsValue: { auth, ...props },
    files: {
      write: async (file: { fileName: string; data: Buffer }) =>
        `https://activepieces.example/files/${files.push(file)}`,
    },
    setSchedule: ({ cronExpression }: { cronExpression: string }) => void schedules.push(cronExpression),
    webhookUrl: 'https://activepieces.example/api/v1/webhooks/flow-1',
    ...trigger,
  } as never;
}
