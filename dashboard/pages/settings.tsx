import { Link } from 'wouter';
import { OfferedContext, useMay } from '../api/viewer';
import { PageHead } from '../ui/panel';
import { Empty, NotForYou } from '../ui/states';
import { AccountSettings } from './settings/accounts';
import { AuditSettings } from './settings/audit';
import { CalendarSettings } from './settings/calendars';
import { CareSettings } from './settings/care';
import { ChannelSettings } from './settings/channels';
import { DeskForm } from './settings/desk';
import { DigestSettings } from './settings/digests';
import { GroupSettings } from './settings/groups';
import { LabelSettings } from './settings/labels';
import { MemberSettings } from './settings/members';
import { PolicySettings } from './settings/policies';
import { QueueSettings } from './settings/queues';
import { TokenSettings } from './settings/tokens';
import { TrackerSettings } from './settings/trackers';
import { WebhookSettings } from './settings/webhooks';

/** `forAdmins`: only they may look at all; `byAdmins`: only they may change it. */
const GROUPS = [
  {
    title: 'Where work comes from',
    parts: [
      { name: 'channels', label: 'Channels', page: ChannelSettings },
      { name: 'accounts', label: 'Chat accounts', page: AccountSettings },
      { name: 'labels', label: 'Labels', page: LabelSettings },
    ],
  },
  {
    title: 'Who does it',
    parts: [
      { name: 'queues', label: 'Queues and paths', page: QueueSettings },
      { name: 'groups', label: 'Groups', page: GroupSettings },
      { name: 'members', label: 'Members', page: MemberSettings, byAdmins: true },
    ],
  },
  {
    title: 'By when',
    parts: [
      { name: 'calendars', label: 'Calendars', page: CalendarSettings },
      { name: 'policies', label: 'Service levels', page: PolicySettings },
      { name: 'care', label: 'Follow-up', page: CareSettings },
      { name: 'digests', label: 'Digests', page: DigestSettings },
    ],
  },
  {
    title: 'The desk itself',
    parts: [
      { name: 'desk', label: 'Desk', page: DeskForm, byAdmins: true },
      { name: 'tokens', label: 'API tokens', page: TokenSettings, forAdmins: true },
      { name: 'webhooks', label: 'Webhooks', page: WebhookSettings, forAdmins: true },
      { name: 'trackers', label: 'Trackers', page: TrackerSettings, forAdmins: true },
      { name: 'audit', label: 'Audit log', page: AuditSettings, forAdmins: true },
    ],
  },
] as const;

type Part = (typeof GROUPS)[number]['parts'][number];

const Parts = ({ part, isMine }: { part: string; isMine: (one: Part) => boolean }) => (
  <nav className="parts" aria-label="Parts of the settings">
    {GROUPS.map(({ title, parts }) => {
      const mine = parts.filter(isMine);
      if (mine.length === 0) return null;
      return (
        <section key={title}>
          <h2>{title}</h2>
          {mine.map(({ name, label }) => (
            <Link
              key={name}
              href={`/settings/${name}`}
              aria-current={name === part ? 'page' : undefined}
            >
              {label}
            </Link>
          ))}
        </section>
      );
    })}
  </nav>
);

const DeskSettings = ({ part }: { part: string }) => {
  const may = useMay();
  const all: readonly Part[] = GROUPS.flatMap<Part>(({ parts }) => [...parts]);
  const shown = all.find(({ name }) => name === part);
  const isMine = (one: Part): boolean => may.isAdmin || !('forAdmins' in one);
  const isByAdmins = shown !== undefined && ('forAdmins' in shown || 'byAdmins' in shown);
  return (
    <>
      <PageHead title="Settings" />
      <div className="with-parts">
        <Parts {...{ part, isMine }} />
        <div>
          <OfferedContext value={isByAdmins ? may.administer : may.configure}>
            {shown === undefined ? (
              <Empty title="There is nothing here" />
            ) : isMine(shown) ? (
              <shown.page />
            ) : (
              <NotForYou />
            )}
          </OfferedContext>
        </div>
      </div>
    </>
  );
};

export default DeskSettings;
