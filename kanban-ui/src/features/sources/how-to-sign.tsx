import { texts } from '../../messages/sources.ts';

/** For whoever sets up the other side: what is signed how, as a command that can be run as it is. */
export function HowToSign({ address }: { address: string }) {
  const words = texts.webhook;
  return (
    <details className="door-details">
      <summary>{words.how}</summary>
      <p className="door-lead">{words.howText}</p>
      {/* Can be reached by keyboard, or it could not be scrolled without a mouse. */}
      <pre tabIndex={0} role="region" aria-label={words.how}>
        {commandFor(address)}
      </pre>
    </details>
  );
}

function commandFor(address: string): string {
  return [
    `body='{"subject":"Test","from":"ada@buyer.example","body":"Please quote."}'`,
    `id="msg_$(date +%s%N)"; time=$(date +%s)`,
    `key=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')`,
    `sign=$(printf %s "$id.$time.$body" |`,
    `  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)`,
    `curl '${address}' -d "$body" -H 'content-type: application/json' \\`,
    `  -H "webhook-id: $id" -H "webhook-timestamp: $time" -H "webhook-signature: v1,$sign"`,
  ].join('\n');
}
