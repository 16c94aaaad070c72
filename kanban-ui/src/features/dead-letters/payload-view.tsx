import type { SyncErrorPayload } from '@pebble/contract/dead-letters';
import { Download } from 'lucide-react';
import { saveFile } from '../../lib/save-file.ts';
import { texts } from '../../messages/dead-letters.ts';
import { Button } from '../../ui/button.tsx';
import { mailBody, mailText } from './mail-text.ts';
import type { Which } from './use-opened-mail.ts';

const words = texts.payload;

/** Of a longer mail the beginning is shown; a file has it all. */
const SHOWN = 200_000;

interface PayloadViewProps {
  mails: Record<Which, SyncErrorPayload | null>;
  which: Which;
  hasEdit: boolean;
  onShow(which: Which): void;
  onClose(): void;
}

/** The opened mail, as text and nothing but text. */
export function PayloadView({ mails, which, hasEdit, onShow, onClose }: PayloadViewProps) {
  const mail = mails[which];
  const text = mail && mailText(mail);
  return (
    <div className="payload-view">
      {hasEdit && (
        <div className="payload-which">
          {(['edited', 'original'] as const).map((one) => (
            <Button key={one} look="plain" aria-pressed={one === which} onClick={() => onShow(one)}>
              {words[one]}
            </Button>
          ))}
        </div>
      )}
      {mail && text !== null && (
        <>
          {mail.encoding === 'base64' && <p className="payload-note">{words.binary}</p>}
          <pre className="payload-text" tabIndex={0} aria-label={words[which]}>
            {text.slice(0, SHOWN)}
          </pre>
          {text.length > SHOWN && <p className="payload-note">{words.beginning}</p>}
        </>
      )}
      <div className="payload-acts">
        {mail && (
          <Button onClick={() => save(mail)}>
            <Download size={15} aria-hidden />
            {words.save}
          </Button>
        )}
        <Button look="plain" onClick={onClose}>
          {words.close}
        </Button>
      </div>
    </div>
  );
}

function save(mail: SyncErrorPayload): void {
  const name = `${words.filename}.${mail.format === 'json' ? 'json' : 'eml'}`;
  // Never under a type that a browser would open with our origin.
  saveFile(name, new Blob([mailBody(mailText(mail), mail.encoding)], { type: 'application/octet-stream' }));
}
