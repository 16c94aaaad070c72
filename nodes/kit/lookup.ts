// Generated from pieces/kit/src/lookup.ts by `npm run nodes:generate`: change it there.
/** One thing to choose. */
export interface Choice {
  value: string;
  label: string;
}

/** Finds what a `lookup` field offers: at most some hundreds, best first. `search` is what the person has typed so far. */
export type Lookup<Client> = (
  client: Client,
  request: { search: string; input: Readonly<Record<string, unknown>> },
) => Promise<readonly Choice[]>;
