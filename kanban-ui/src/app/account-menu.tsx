import type { Me } from '@pebble/contract/auth';
import { CircleUserRound, LogOut, SunMoon } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../features/session/session-context.tsx';
import { useStore } from '../lib/store.ts';
import { chooseNextTheme, theme } from '../lib/theme.ts';
import { t } from '../messages.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';

/** On a phone: who is signed in, and what else the foot of the sidebar offers on a wide screen. */
export function AccountMenu({ me }: { me: Me }) {
  const session = useSession();
  const current = useStore(theme);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = (): void => {
    anchor?.focus();
    setAnchor(null);
  };
  const entities = me.entities.map((entity) => entity.name).join(', ');
  return (
    <div className="account-menu">
      <IconButton
        label={t.app.account(me.name)}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <CircleUserRound size={20} aria-hidden />
      </IconButton>
      {anchor && (
        <Menu
          anchor={anchor}
          title={me.name}
          note={t.app.accountNote(me.email, me.role, entities)}
          items={[
            {
              key: 'theme',
              label: t.theme.item(t.theme.names[current]),
              icon: <SunMoon size={17} aria-hidden />,
            },
            { key: 'out', label: t.app.signOut, icon: <LogOut size={17} aria-hidden /> },
          ]}
          onClose={close}
          onChoose={(key) => {
            if (key === 'theme') return chooseNextTheme();
            close();
            void session.signOut();
          }}
        />
      )}
    </div>
  );
}
