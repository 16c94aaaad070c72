import { numberOf, needText, textOf, type Json } from './read.ts';

export interface Attachment {
  id: string;
  name: string;
  content_type: string;
  /** Bytes, roughly: what the mailbox keeps of it. */
  size: number;
  /** Shown inside the text. */
  is_inline: boolean;
  /** `link`: the file lies elsewhere and has no content here. */
  kind: 'file' | 'mail' | 'link';
}

// `contentId` is a property of files only, and asking for it in a list of all kinds is an error.
export const ATTACHMENT_SELECT = 'id,name,contentType,size,isInline';

export function toAttachment(one: Json): Attachment {
  return {
    id: needText(one, 'id'),
    name: textOf(one, 'name'),
    content_type: textOf(one, 'contentType'),
    size: numberOf(one, 'size'),
    is_inline: one['isInline'] === true,
    kind: kindOf(textOf(one, '@odata.type')),
  };
}

function kindOf(type: string): Attachment['kind'] {
  if (type.endsWith('itemAttachment')) return 'mail';
  return type.endsWith('referenceAttachment') ? 'link' : 'file';
}
