/** An answer whose status, headers and text somebody else's protocol dictates, such as a handshake. */
export class PlainReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;

  constructor({
    status,
    headers,
    body,
  }: {
    status: number;
    headers: Readonly<Record<string, string>>;
    body: string;
  }) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}
