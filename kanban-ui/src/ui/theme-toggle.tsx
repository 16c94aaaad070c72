import { Monitor, Moon, Sun } from 'lucide-react';
import { useStore } from '../lib/store.ts';
import { chooseNextTheme, theme } from '../lib/theme.ts';
import { t } from '../messages.ts';
import { IconButton } from './button.tsx';

const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeToggle() {
  const current = useStore(theme);
  const Icon = ICONS[current];
  return (
    <IconButton label={t.theme.label(t.theme.names[current])} onClick={chooseNextTheme}>
      <Icon size={17} aria-hidden />
    </IconButton>
  );
}
