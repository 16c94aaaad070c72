import type { OperationsRoute } from '../../lib/operations-route.ts';
import { AccountDrawer } from './account-drawer.tsx';
import { WebhookDrawer } from './webhook-drawer.tsx';

export interface DoorDrawerProps {
  id: string;
  /** True where the drawer covers the page. */
  modal: boolean;
  onClose(): void;
}

interface SourceDrawerProps extends Omit<DoorDrawerProps, 'id'> {
  route: OperationsRoute;
}

/** What the route opens beside the lists: a webhook source, or a mail account. */
export function SourceDrawer({ route: { path }, ...rest }: SourceDrawerProps) {
  const [kind, id = ''] = path;
  return kind === 'accounts' ? <AccountDrawer id={id} {...rest} /> : <WebhookDrawer id={id} {...rest} />;
}
