import type { Mail } from '@pebble/contract/cards';
import { ImageOff } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { mailDocument, PAPER } from './mail-document.ts';
import { measureHeight } from './measure-height.ts';
import { sanitiseMail } from './sanitise-mail.ts';
import { useMailLook } from './use-mail-look.ts';

/** The HTML of a mail, sanitised, in a frame without script and without our origin. */
export function HtmlMail({ mail, html }: { mail: Mail; html: string }) {
  const [showQuote, setShowQuote] = useState(false);
  const safe = useMemo(() => sanitiseMail(html, showQuote), [html, showQuote]);
  const themed = useMailLook();
  const look = safe.ownColours ? PAPER : themed;
  const page = useMemo(() => mailDocument(safe.html, look), [safe.html, look]);
  return (
    <>
      {safe.blockedImages > 0 && (
        <p className="mail-notice">
          <ImageOff size={14} aria-hidden />
          {t.drawer.blocked(safe.blockedImages)}
        </p>
      )}
      <MailFrame page={page} title={t.drawer.frame(mail.from_name || mail.from_address)} />
      {safe.hasQuote && (
        <Button look="plain" className="quote-toggle" onClick={() => setShowQuote(!showQuote)}>
          {showQuote ? t.drawer.hideQuoted : t.drawer.showQuoted}
        </Button>
      )}
    </>
  );
}

function MailFrame({ page, title }: { page: string; title: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let measuring = new AbortController();
    let width = 0;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      measuring.abort();
      measuring = new AbortController();
      void measureHeight(page, width, measuring.signal).then(setHeight);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      measuring.abort();
    };
  }, [page]);
  return (
    <div className="mail-frame" ref={place}>
      <iframe
        title={title}
        // Popups alone, so that a link can open; a page that it opens is an ordinary one again.
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={page}
        style={{ height: `${height ?? 80}px`, visibility: height === null ? 'hidden' : 'visible' }}
      />
    </div>
  );
}
