/** How the frame of a mail looks. */
export interface MailLook {
  text: string;
  link: string;
  background: string;
  scheme: 'light' | 'dark';
}

// White paper, for mails that bring colours of their own: they were written for it.
export const PAPER: MailLook = { text: '#1d1f23', link: '#1a56b0', background: '#ffffff', scheme: 'light' };

/**
 * The page inside the frame. Its policy allows nothing but inline images and inline style; the page around it has a
 * policy too, and both hold.
 */
export function mailDocument(safeHtml: string, look: MailLook): string {
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="${look.scheme}">
<style>
html { background: ${look.background}; color: ${look.text}; color-scheme: ${look.scheme}; }
body { margin: 0; padding: 12px 14px; font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  overflow-wrap: anywhere; }
a[href] { color: ${look.link}; }
img { max-width: 100%; height: auto; }
table { max-width: 100%; }
pre { white-space: pre-wrap; }
p.MsoNormal, div.MsoNormal { margin: 0; }
blockquote { margin: 8px 0; padding-inline-start: 12px; border-inline-start: 2px solid #8888; }
</style></head><body dir="auto">${safeHtml}</body></html>`;
}
