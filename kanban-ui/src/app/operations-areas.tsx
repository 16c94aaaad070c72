import type { Me } from '@pebble/contract/auth';
import { listConnections } from '@pebble/contract/connections';
import { countSyncErrors, listSyncErrors } from '@pebble/contract/dead-letters';
import type { Endpoint } from '@pebble/contract/endpoint';
import { listFlows } from '@pebble/contract/flows';
import { listImports } from '@pebble/contract/imports';
import { listMails } from '@pebble/contract/mails';
import { listReceipts } from '@pebble/contract/receipts';
import { listBlacklist } from '@pebble/contract/senders';
import { listSources } from '@pebble/contract/sources';
import {
  Cable,
  FileInput,
  Gauge,
  Inbox,
  MailWarning,
  Plug,
  ShieldCheck,
  UserRoundCheck,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { mayCall } from '../features/session/session-context.tsx';
import type { OperationsArea, OperationsRoute } from '../lib/operations-route.ts';

interface PageProps {
  route: OperationsRoute;
}

/** What lies beside the page, or over it on a narrow screen; see ui/drawer-frame.tsx. */
export interface DrawerProps extends PageProps {
  modal: boolean;
  onClose(): void;
}

type Lazy<P> = LazyExoticComponent<ComponentType<P>>;

/**
 * A screen of operations.
 *
 * `needs`: whoever may call this endpoint is offered the screen. `page` fills the main part and sets no title of its own.
 * `drawer`, where there is one, is shown while the route has a path; closing it takes the path away and gives the focus back to
 * the element with `data-opens` = the path's segments joined by `/`. A screen without one does with the path as it likes.
 */
export interface OperationsScreen {
  area: OperationsArea;
  icon: LucideIcon;
  needs: Pick<Endpoint, 'access'>;
  page: Lazy<PageProps>;
  drawer?: Lazy<DrawerProps>;
}

const DashboardPage = lazy(async () => ({
  default: (await import('../features/dashboard/dashboard-page.tsx')).DashboardPage,
}));
const DeadLettersPage = lazy(async () => ({
  default: (await import('../features/dead-letters/dead-letters-page.tsx')).DeadLettersPage,
}));
const DeadLetterDrawer = lazy(async () => ({
  default: (await import('../features/dead-letters/dead-letter-drawer.tsx')).DeadLetterDrawer,
}));

const MailsPage = lazy(async () => ({
  default: (await import('../features/mails/mails-page.tsx')).MailsPage,
}));
const MailDrawer = lazy(async () => ({
  default: (await import('../features/mails/mail-drawer.tsx')).MailDrawer,
}));
const SendersPage = lazy(async () => ({
  default: (await import('../features/senders/senders-page.tsx')).SendersPage,
}));

const SourcesPage = lazy(async () => ({
  default: (await import('../features/sources/sources-page.tsx')).SourcesPage,
}));
const SourceDrawer = lazy(async () => ({
  default: (await import('../features/sources/source-drawer.tsx')).SourceDrawer,
}));
const ImportsPage = lazy(async () => ({
  default: (await import('../features/imports/imports-page.tsx')).ImportsPage,
}));

const FlowsPage = lazy(async () => ({
  default: (await import('../features/flows/flows-page.tsx')).FlowsPage,
}));
const ConnectionsPage = lazy(async () => ({
  default: (await import('../features/connections/connections-page.tsx')).ConnectionsPage,
}));
const ReceiptsPage = lazy(async () => ({
  default: (await import('../features/feeds/receipts-page.tsx')).ReceiptsPage,
}));

/** The screens in the order of the sidebar, each with a script of its own that is loaded when it is first opened. */
export const OPERATIONS: readonly OperationsScreen[] = [
  { area: 'dashboard', icon: Gauge, needs: countSyncErrors, page: DashboardPage },
  {
    area: 'dead-letters',
    icon: MailWarning,
    needs: listSyncErrors,
    page: DeadLettersPage,
    drawer: DeadLetterDrawer,
  },
  { area: 'mails', icon: Inbox, needs: listMails, page: MailsPage, drawer: MailDrawer },
  { area: 'senders', icon: UserRoundCheck, needs: listBlacklist, page: SendersPage },
  { area: 'imports', icon: FileInput, needs: listImports, page: ImportsPage },
  { area: 'sources', icon: Plug, needs: listSources, page: SourcesPage, drawer: SourceDrawer },
  { area: 'flows', icon: Workflow, needs: listFlows, page: FlowsPage },
  { area: 'connections', icon: Cable, needs: listConnections, page: ConnectionsPage },
  { area: 'receipts', icon: ShieldCheck, needs: listReceipts, page: ReceiptsPage },
];

/** Those that the person's role may use. */
export function screensFor(me: Me): OperationsScreen[] {
  return OPERATIONS.filter(({ needs }) => mayCall(needs, me));
}
