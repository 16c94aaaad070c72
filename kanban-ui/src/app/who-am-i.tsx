import type { Me } from '@pebble/contract/auth';
import { LogOut } from 'lucide-react';
import { t } from '../messages.ts';
import { useSession } from '../features/session/session-context.tsx';
import { IconButton } from '../ui/button.tsx';
import { ThemeToggle } from '../ui/theme-toggle.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ConnectionState } from './connection-state.tsx';

/** The signed-in person, what they see, and what concerns the whole page. */
export function WhoAmI({ me }: { me: Me | null }) {
  const session = useSession();
  return (
    <footer className="who">
      <div className="who-text">
        <p className="who-name" title={me?.email}>
          {me?.name ?? ' '}
        </p>
        <p className="who-entities" title={me?.entities.map((entity) => entity.name).join(', ')}>
          {me ? entitiesOf(me) : ' '}
        </p>
      </div>
      <div className="who-tools">
        <ConnectionState />
        <div className="who-buttons">
          <ThemeToggle />
          <IconButton label={t.app.signOut} onClick={() => void session.signOut()}>
            <LogOut size={17} aria-hidden />
          </IconButton>
        </div>
        {me && <AccountMenu me={me} />}
      </div>
    </footer>
  );
}

function entitiesOf({ entities }: Me): string {
  return entities.length > 1
    ? t.app.allEntities(entities.length)
    : entities.map((entity) => entity.name).join(', ');
}
