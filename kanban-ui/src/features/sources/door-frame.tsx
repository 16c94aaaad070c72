import { FileQuestion, X } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { texts } from '../../messages/sources.ts';
import { t } from '../../messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { DrawerFailure } from '../../ui/drawer-failure.tsx';
import { DrawerFrame } from '../../ui/drawer-frame.tsx';
import { Skeleton, State } from '../../ui/state.tsx';
import type { DoorDrawerProps } from './source-drawer.tsx';

interface DoorFrameProps<T> extends Omit<DoorDrawerProps, 'id'> {
  words: { label: string; close: string };
  /** The list that it is one of. */
  query: { data: readonly T[] | undefined; isError: boolean; error: unknown; refetch(): unknown };
  /** Undefined when the list holds no such one. */
  door: (T & { name: string }) | undefined;
  chips(door: T): ReactNode;
  children(door: T): ReactNode;
}

/** The panel about one door: its name and state on top, or why there is nothing to show. */
export function DoorFrame<T>(props: DoorFrameProps<T>) {
  const { words, query, door, chips, children, modal, onClose } = props;
  const titleId = useId();
  if (query.isError && !query.data) {
    return (
      <DrawerFailure
        {...{ modal, onClose, label: words.label, closeLabel: words.close }}
        gone={texts.gone}
        goneHint={texts.goneHint}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <DrawerFrame modal={modal} label={words.label} titleId={door ? titleId : null} onClose={onClose}>
      <div className="drawer-top">
        <span>{door && chips(door)}</span>
        <IconButton label={words.close} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      {door ? (
        <>
          <header className="drawer-header">
            <h2 id={titleId} className="drawer-title" dir="auto">
              {door.name}
            </h2>
          </header>
          <div className="drawer-body">{children(door)}</div>
        </>
      ) : query.data ? (
        <State icon={<FileQuestion size={28} aria-hidden />} title={texts.gone} text={texts.goneHint} />
      ) : (
        <div className="drawer-body" aria-busy="true">
          <span className="visually-hidden">{t.app.loading}</span>
          <Skeleton width="100%" height="120px" />
        </div>
      )}
    </DrawerFrame>
  );
}
