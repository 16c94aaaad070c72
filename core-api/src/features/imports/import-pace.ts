/** How fast imports go, and what they leave to others. */
export interface ImportPace {
  /** Rows of one transaction. */
  batchRows: number;
  /**
   * Mails of a tenant that may be unfinished before the next batch is taken. So few that a mail which somebody writes meanwhile
   * is worked on soon, and enough to keep the workers busy.
   */
  mostUnfinished: number;
  /** Rows of a shadow run that are rehearsed. That takes as long as the work itself, so the rest of a long file is only checked. */
  rehearsedRows: number;
  /** After this without a sign of life, another worker takes the import over. */
  leaseSeconds: number;
  /** How long the reader process may sit on its memory while earlier mail is worked on; then the file has to be read anew. */
  patienceMs: number;
  /** After this an import gives way, if another one waits. */
  sliceMs: number;
  /** After something on our side has failed, before the next try; longer with each in a row. */
  restSeconds: number;
  /** How often to look for an import to run. */
  pollMs: number;
}

export const PACE: ImportPace = {
  batchRows: 100,
  mostUnfinished: 100,
  rehearsedRows: 500,
  leaseSeconds: 20,
  patienceMs: 60_000,
  sliceMs: 60_000,
  restSeconds: 5,
  pollMs: 1_000,
};
