/** What a mailbox holds, in the twin's own words; `render.ts` gives it Graph's. */
export interface StoredMessage {
  /** The same for ever; ids are made of it. */
  key: number;
  /** How often it has changed folder: the ordinary id is another one each time. */
  moves: number;
  changes: number;
  folder: string;
  /** The whole mail as MIME; null for a draft, which is composed when somebody asks. */
  raw: Uint8Array | null;
  /** Milliseconds since 1970, as all times here. */
  createdAt: number;
  modifiedAt: number;
  receivedAt: number;
  sentAt: number;
  subject: string;
  body: Body;
  from: Address | null;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  replyTo: Address[];
  internetMessageId: string;
  headers: { name: string; value: string }[];
  conversation: string;
  inReplyTo: string | null;
  isRead: boolean;
  isDraft: boolean;
  importance: 'low' | 'normal' | 'high';
  flag: 'notFlagged' | 'flagged' | 'complete';
  categories: string[];
  attachments: StoredAttachment[];
}

export interface Body {
  contentType: 'text' | 'html';
  content: string;
}

export interface Address {
  name: string;
  address: string;
}

export interface StoredAttachment {
  id: string;
  name: string;
  contentType: string;
  bytes: Uint8Array;
  isInline: boolean;
  contentId: string | null;
  modifiedAt: number;
}

export interface StoredFolder {
  id: string;
  name: string;
  /** Such as `inbox`, by which it can be called as well. */
  wellKnown: string | null;
  parent: string | null;
}

/** An entry of a folder's record of changes: the latest of each message counts. */
export interface Change {
  seq: number;
  at: number;
  kind: 'created' | 'updated' | 'gone';
  key: number;
  /** When it came into the folder, as a `seq`. */
  created: number;
}
