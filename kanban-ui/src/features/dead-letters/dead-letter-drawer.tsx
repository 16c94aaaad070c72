import type { OperationsRoute } from '../../lib/operations-route.ts';
import { LetterDrawer } from './letter-drawer.tsx';
import { RedriveDrawer } from './redrive-drawer.tsx';

interface DeadLetterDrawerProps {
  route: OperationsRoute;
  modal: boolean;
  onClose(): void;
}

/** What the route opens beside the list: a letter, or a redrive. */
export function DeadLetterDrawer({ route, ...rest }: DeadLetterDrawerProps) {
  const [first = '', second] = route.path;
  if (first === 'redrives' && second !== undefined) return <RedriveDrawer id={second} {...rest} />;
  return <LetterDrawer id={first} {...rest} />;
}
