import { Building2, ChartNoAxesColumn, Inbox, Settings, Users } from 'lucide-react';
import type { May } from './api/viewer';

interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: typeof Inbox;
  /** The second key after `g`. */
  readonly key: string;
  readonly isFor: (may: May) => boolean;
}

/** Where one can go, and who. Whoever may not does not see the way. */
export const PLACES: readonly Place[] = [
  { href: '/', label: 'Overview', icon: ChartNoAxesColumn, key: 'o', isFor: () => true },
  { href: '/tickets', label: 'Tickets', icon: Inbox, key: 't', isFor: () => true },
  {
    href: '/customers',
    label: 'Customers',
    icon: Building2,
    key: 'c',
    isFor: ({ isStaff }) => isStaff,
  },
  { href: '/people', label: 'People', icon: Users, key: 'p', isFor: ({ isStaff }) => isStaff },
  { href: '/settings', label: 'Settings', icon: Settings, key: 's', isFor: ({ isLead }) => isLead },
];
