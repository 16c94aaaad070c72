import type { Board } from '@pebble/contract/boards';
import { ArrowRight, CircleCheck, Inbox } from 'lucide-react';
import { t } from '../../messages.ts';
import { Menu } from '../../ui/menu.tsx';
import { columnName, legalTargets } from './legal-moves.ts';

interface MoveMenuProps {
  board: Board;
  /** Key of the column in which the card is shown. */
  from: string;
  anchor: HTMLElement;
  onMove(to: string): void;
  onClose(): void;
}

/** The way to move a card without dragging it: the allowed columns to choose from, and which are not allowed. */
export function MoveMenu({ board, from, anchor, onMove, onClose }: MoveMenuProps) {
  const legal = legalTargets(board, from);
  const illegal = board.columns.filter((column) => column.key !== from && !legal.includes(column));
  const fromName = columnName(board, from);
  const note =
    legal.length === 0
      ? t.move.dead(fromName)
      : illegal.length > 0
        ? t.move.notFrom(
            fromName,
            illegal.map((column) => column.name),
          )
        : undefined;
  return (
    <Menu
      anchor={anchor}
      title={t.move.title}
      note={note}
      onChoose={onMove}
      onClose={onClose}
      items={legal.map((column) => {
        const Icon = column.triage ? Inbox : column.terminal ? CircleCheck : ArrowRight;
        return { key: column.key, label: column.name, icon: <Icon size={15} aria-hidden /> };
      })}
    />
  );
}
