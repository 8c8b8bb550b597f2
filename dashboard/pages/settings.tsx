import { Link } from 'wouter';
import { PageHead } from '../ui/panel';
import { Empty } from '../ui/states';
import { CalendarSettings } from './settings/calendars';
import { ChannelSettings } from './settings/channels';
import { DeskForm } from './settings/desk';
import { DigestSettings } from './settings/digests';
import { MemberSettings } from './settings/members';
import { PolicySettings } from './settings/policies';
import { QueueSettings } from './settings/queues';
import { TokenSettings } from './settings/tokens';
import { WebhookSettings } from './settings/webhooks';

const PARTS = [
  { name: 'channels', label: 'Channels', page: ChannelSettings },
  { name: 'queues', label: 'Queues and paths', page: QueueSettings },
  { name: 'calendars', label: 'Calendars', page: CalendarSettings },
  { name: 'policies', label: 'Service levels', page: PolicySettings },
  { name: 'digests', label: 'Digests', page: DigestSettings },
  { name: 'members', label: 'Members', page: MemberSettings },
  { name: 'tokens', label: 'API tokens', page: TokenSettings },
  { name: 'webhooks', label: 'Webhooks', page: WebhookSettings },
  { name: 'desk', label: 'Desk', page: DeskForm },
] as const;

const DeskSettings = ({ part }: { part: string }) => {
  const Page = PARTS.find(({ name }) => name === part)?.page;
  return (
    <>
      <PageHead title="Settings" />
      <nav className="views" aria-label="Parts of the settings">
        {PARTS.map(({ name, label }) => (
          <Link
            key={name}
            href={`/settings/${name}`}
            aria-current={name === part ? 'page' : undefined}
          >
            {label}
          </Link>
        ))}
      </nav>
      {Page === undefined ? <Empty title="There is nothing here" /> : <Page />}
    </>
  );
};

export default DeskSettings;
