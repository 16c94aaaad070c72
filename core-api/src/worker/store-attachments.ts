import { newId } from '../db/new-id.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { appendEvents, type NewEvent } from '../features/events/append-event.ts';
import type { InboundMail } from '../features/jobs/inbound-mail.ts';
import { pathName } from '../mail/download-name.ts';
import type { FetchResult } from '../mail/fetch-guard.ts';
import type { ParsedMail } from '../mail/parsed-mail.ts';
import { bareName } from '../mail/parsed-parts.ts';
import { crashPoint } from '../runtime/crash-points.ts';

interface NewAttachment {
  filename: string;
  content_type: string;
  size: number | null;
  state: 'stored' | 'refused' | 'failed';
  reason: string | null;
  content: Buffer | null;
}

/**
 * Keeps a mail's parts, and fetches what its attachment_urls point to. A URL that is refused or fails does not stop the mail:
 * the attachment is there with the reason. Safe to repeat: what an earlier attempt stored stays.
 */
export async function storeAttachments(
  deps: { db: Database; fetchFile: (url: string) => Promise<FetchResult> },
  scope: Scope,
  inbound: InboundMail,
  mail: ParsedMail,
): Promise<void> {
  if (mail.attachments.length + mail.attachmentUrls.length === 0) return;
  if (await deps.db.withTenant(scope, (tx) => stored(tx, inbound))) return;
  // Fetched outside any transaction: a slow server must not hold one open.
  const fetched = await Promise.all(
    mail.attachmentUrls.map(async (url) => fromUrl(url, await deps.fetchFile(url))),
  );
  const all = [...mail.attachments.map(fromPart), ...fetched];
  await deps.db.withTenant(scope, async (tx) => {
    await tx
      .sql('attachments')
      .insert(
        all.map((one, position) => ({
          id: newId(),
          tenant_id: inbound.tenant_id,
          entity_id: inbound.entity_id,
          inbound_id: inbound.id,
          position,
          ...one,
        })),
      )
      .onConflict(['tenant_id', 'inbound_id', 'position'])
      .ignore();
    await appendEvents(
      tx,
      fetched.map((one) => toEvent(inbound, one)),
    );
    crashPoint('attachments.before-commit');
  });
  crashPoint('attachments.after-commit');
}

async function stored(tx: TenantTx, inbound: InboundMail): Promise<boolean> {
  return (await tx.sql('attachments').where({ inbound_id: inbound.id }).first('id')) !== undefined;
}

function fromPart(part: ParsedMail['attachments'][number]): NewAttachment {
  return {
    filename: part.filename,
    content_type: part.contentType,
    size: part.size,
    state: 'stored',
    reason: null,
    content: Buffer.from(part.content),
  };
}

function fromUrl(url: string, result: FetchResult): NewAttachment {
  if (!result.ok) {
    const { kind, reason } = result;
    return { filename: lastSegment(url), content_type: '', size: null, state: kind, reason, content: null };
  }
  const { filename, contentType, content } = result;
  return {
    filename,
    content_type: contentType,
    size: content.byteLength,
    state: 'stored',
    reason: null,
    content: Buffer.from(content),
  };
}

/** The address itself may carry a secret in its query, so only the file's name is kept. */
function lastSegment(url: string): string {
  return bareName(pathName(new URL(url))) || 'attachment';
}

function toEvent(inbound: InboundMail, one: NewAttachment): NewEvent {
  return {
    type: one.state === 'stored' ? 'attachment.fetched' : 'attachment.refused',
    entityId: inbound.entity_id,
    inboundId: inbound.id,
    data: { state: one.state, reason: one.reason, size: one.size },
  };
}
