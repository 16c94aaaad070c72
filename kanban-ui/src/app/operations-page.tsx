import { LockKeyhole } from 'lucide-react';
import { Suspense, useCallback, useEffect } from 'react';
import { mayCall, useMe } from '../features/session/session-context.tsx';
import type { OperationsRoute } from '../lib/operations-route.ts';
import { navigateOperations } from '../lib/use-operations-route.ts';
import { t } from '../messages.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { State } from '../ui/state.tsx';
import { DrawerPlace } from './drawer-place.tsx';
import { OPERATIONS, type OperationsScreen } from './operations-areas.tsx';

/** The screen of operations that the route names, for those whose role may use it. */
export function OperationsPage({ route }: { route: OperationsRoute }) {
  const me = useMe();
  const screen = screenOf(route);
  const name = t.operations.areas[route.area];
  useEffect(() => {
    document.title = t.app.title(name);
  }, [name]);
  if (!screen || !mayCall(screen.needs, me)) {
    return (
      <State
        icon={<LockKeyhole size={28} aria-hidden />}
        heading="h1"
        title={t.operations.forbidden}
        text={t.operations.forbiddenHint(me.role)}
      />
    );
  }
  return (
    <ErrorBoundary area={route.area}>
      <Suspense fallback={<div aria-busy="true" aria-label={t.app.loading} />}>
        <screen.page route={route} />
      </Suspense>
    </ErrorBoundary>
  );
}

/** What the route opens beside the screen. */
export function OperationsDrawer({ route, modal }: { route: OperationsRoute; modal: boolean }) {
  const close = useCallback(() => navigateOperations({ path: [] }), []);
  const Drawer = screenOf(route)?.drawer;
  if (!Drawer) return null;
  const id = route.path.join('/');
  return (
    <DrawerPlace id={id} opener={findOpener}>
      <Drawer key={id} route={route} modal={modal} onClose={close} />
    </DrawerPlace>
  );
}

/** Whether the route opens a drawer that the person may see. */
export function opensDrawer(route: OperationsRoute, me: Parameters<typeof mayCall>[1]): boolean {
  const screen = screenOf(route);
  return screen?.drawer !== undefined && route.path.length > 0 && mayCall(screen.needs, me);
}

function screenOf({ area }: OperationsRoute): OperationsScreen | undefined {
  return OPERATIONS.find((one) => one.area === area);
}

function findOpener(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-opens="${CSS.escape(id)}"]`);
}
