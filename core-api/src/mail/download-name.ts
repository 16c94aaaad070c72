import PostalMime from 'postal-mime';
import { toAttachment } from './parsed-parts.ts';

/** File name and type of a download, from its headers, else from the last part of its path. */
export async function describeDownload(
  url: URL,
  contentType: string | null,
  disposition: string | null,
): Promise<{ filename: string; contentType: string }> {
  // Both headers have the syntax of a mail part (RFC 6266 takes over RFC 2231), so the mail parser reads them.
  const part = [
    `Content-Type: ${contentType ?? 'application/octet-stream'}`,
    `Content-Disposition: attachment; ${parametersOf(disposition)}filename="${pathName(url)}"`,
    'Content-Transfer-Encoding: base64',
    '',
    'AA==',
  ].join('\n');
  const { attachments } = await PostalMime.parse(part);
  const [attachment] = attachments.map(toAttachment);
  return {
    filename: attachment?.filename ?? 'attachment',
    contentType: attachment?.contentType ?? 'application/octet-stream',
  };
}

// The parser takes the first of two equal parameters, so a name in the header goes before the one of the path.
function parametersOf(disposition: string | null): string {
  const parameters = disposition?.split(';').slice(1).join(';').trim();
  return parameters ? `${parameters}; ` : '';
}

/** The last part of an address's path, decoded where that is possible. */
export function pathName(url: URL): string {
  const last = url.pathname.split('/').at(-1) ?? '';
  return safeDecode(last).replace(/["\\\r\n]/g, '');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
