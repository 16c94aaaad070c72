import { useMemo } from 'react';
import { useStore } from '../../lib/store.ts';
import { theme } from '../../lib/theme.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import type { MailLook } from './mail-document.ts';

// The frame has an origin of its own, so our style sheet does not reach into it.
const LOOKS: Record<'light' | 'dark', MailLook> = {
  light: { text: '#191c20', link: '#21666b', background: '#ffffff', scheme: 'light' },
  dark: { text: '#e8eaed', link: '#6fc4c3', background: '#20252c', scheme: 'dark' },
};

/** The theme as the inside of a mail frame shows it. */
export function useMailLook(): MailLook {
  const chosen = useStore(theme);
  const systemDark = useMediaQuery('(prefers-color-scheme: dark)');
  const dark = chosen === 'dark' || (chosen === 'system' && systemDark);
  return useMemo(() => LOOKS[dark ? 'dark' : 'light'], [dark]);
}
