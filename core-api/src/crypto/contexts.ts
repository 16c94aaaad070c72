/** What a dead letter's original payload is bound to. Also what the first layout bound it to: never change it. */
export function deadPayload(tenantId: string, trackingId: string): string {
  return `sync_errors/${tenantId}/${trackingId}`;
}

/** What an edited mail is bound to; the version keeps an older edit from being put back unseen. */
export function repairPayload(tenantId: string, trackingId: string, version: number): string {
  return `mail_repairs/${tenantId}/${trackingId}/${version}`;
}

/** What a webhook secret or the password of a mail account is bound to; `id` is that of its row. */
export function doorSecret(tenantId: string, id: string): string {
  return `${tenantId}/door-secret/${id}`;
}
