import type { Platform } from './types';

const NAMES: { readonly [platform in Platform]: string } = { slack: 'Slack', teams: 'Teams' };

type Props = {
  readonly chosen: Platform;
  readonly side: string;
  readonly onChoose: (platform: Platform) => void;
};

/** Which chat program this side of the page works in. */
export function PlatformSwitch({ chosen, side, onChoose }: Props) {
  return (
    <fieldset className="platforms">
      <legend className="unseen">Chat program of {side}</legend>
      {(['slack', 'teams'] as const).map((platform) => (
        <button
          key={platform}
          type="button"
          aria-pressed={platform === chosen}
          onClick={() => onChoose(platform)}
        >
          {NAMES[platform]}
        </button>
      ))}
    </fieldset>
  );
}
