import { useScrollToCurrent } from './use-scroll-to-current.ts';
import './view-tabs.css';

interface ViewTabsProps {
  label: string;
  tabs: readonly { name: string; href: string; current: boolean }[];
}

/** Ways to look at a page, each with an address of its own. */
export function ViewTabs({ label, tabs }: ViewTabsProps) {
  const nav = useScrollToCurrent(tabs.findIndex(({ current }) => current));
  return (
    <nav className="view-tabs" ref={nav} aria-label={label}>
      {tabs.map(({ name, href, current }) => (
        <a key={href} href={href} aria-current={current ? 'true' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
