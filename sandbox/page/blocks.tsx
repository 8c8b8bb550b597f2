import { Component, type ReactNode } from 'react';
import { type Block, Message as SlackBlocks } from 'slack-blocks-to-jsx';
import { ActionElement, isInteractive } from './element';
import { jsonList, text, toJson } from './json';
import { useSurface } from './surface';
import type { Json } from './types';

const DRAWN = new Set([
  'section',
  'rich_text',
  'context',
  'header',
  'divider',
  'image',
  'markdown',
  'table',
  'video',
  'file',
]);

function isDrawn(block: Json): block is Json & Block {
  return DRAWN.has(text(block.type));
}

/** Block Kit blocks: what only shows is drawn by the library, what acts is ours. */
export function Blocks({ blocks }: { blocks: readonly Json[] }) {
  return (
    <div className="blocks">
      {runs(blocks).map((run, index) => (
        // Blocks may lack an id, and a changed message is drawn anew anyway.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Run key={index} run={run} />
      ))}
    </div>
  );
}

/** The library draws `verbatim` words without their formatting; Slack only stops linking them. */
function formatted(block: Json): Json {
  if (block.type !== 'context') return block;
  return {
    ...block,
    elements: jsonList(block.elements).map(({ verbatim: _, ...element }) => element),
  };
}

/** Slack's mrkdwn, with mentions and links. */
export function Mrkdwn({ source }: { source: string }) {
  return <Drawn blocks={[{ type: 'section', text: { type: 'mrkdwn', text: source } }]} />;
}

/** Neighbours the library draws are handed over in one piece; the others stand alone. */
function runs(blocks: readonly Json[]): Json[][] {
  const result: Json[][] = [];
  let open: Json[] | null = null;
  for (const block of blocks) {
    if (isDrawn(block) && !isInteractive(toJson(block.accessory))) {
      if (!open) {
        open = [];
        result.push(open);
      }
      open.push(formatted(block));
    } else {
      open = null;
      result.push([block]);
    }
  }
  return result;
}

function Run({ run }: { run: readonly Json[] }) {
  const block = run[0] ?? {};
  const blockId = text(block.block_id);
  if (block.type === 'actions') {
    return (
      <div className="actions">
        {jsonList(block.elements).map((element) => (
          <ActionElement key={text(element.action_id)} element={element} blockId={blockId} />
        ))}
      </div>
    );
  }
  const accessory = toJson(block.accessory);
  if (block.type === 'section' && isInteractive(accessory)) {
    const { accessory: _, ...section } = block;
    return (
      <div className="section-with-action">
        <Drawn blocks={[section]} />
        <ActionElement element={accessory} blockId={blockId} />
      </div>
    );
  }
  if (!isDrawn(block)) return <p className="quiet">(a block of type “{text(block.type)}”)</p>;
  return <Drawn blocks={run} />;
}

function Drawn({ blocks }: { blocks: readonly Json[] }) {
  const { people, channels } = useSurface();
  return (
    <Fallback key={JSON.stringify(blocks)}>
      <SlackBlocks
        withoutWrapper
        name=""
        logo=""
        blocks={blocks.filter(isDrawn)}
        data={{
          users: people.map(({ id, name }) => ({ id, name })),
          channels: channels.map(({ id, name }) => ({ id, name })),
        }}
        hooks={{ link: ({ href, children }) => <ChatLink href={href}>{children}</ChatLink> }}
      />
    </Fallback>
  );
}

/** A link; one to a message of this workspace shows it here instead of leaving the page. */
export function ChatLink({ href, children }: { href: string; children: ReactNode }) {
  const { goTo } = useSurface();
  const target = /\/archives\/(\w+)\/p(\d{10})(\d{6})/.exec(href);
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        const [, channelId = '', seconds = '', micros = ''] = target ?? [];
        if (target && goTo(channelId, `${seconds}.${micros}`)) event.preventDefault();
      }}
    >
      {children}
    </a>
  );
}

/** One malformed block must not take the whole page down. */
class Fallback extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (this.state.failed) return <p className="quiet">(blocks that cannot be drawn)</p>;
    return this.props.children;
  }
}
